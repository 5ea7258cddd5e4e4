package org.fedfabric.trainer.federation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.ledger.Contributor;
import org.fedfabric.protocol.ledger.Verdict;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.model.ModelBlob;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every way in which an update's bytes can be wrong (protocol.md §3, §4), each submitted by a participant of its own to one
 * version: accepted at Submit, since nobody has seen them, and judged after Close.
 */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VerdictsIT {
    private static final int HONEST = 3;

    @TempDir
    static Path state;

    private ScriptedNetwork network;
    private ScriptedTask task;
    private VersionRecord base;
    private VersionRecord judged;
    private final Map<String, Wrong> byParticipant = new LinkedHashMap<>();

    /** What a participant does wrong. */
    private interface Forgery {
        /** The bytes it reveals; its submission announces their CID and the length that an honest update has. */
        byte[] of(byte[] honest, String id) throws Exception;
    }

    private record Wrong(String how, String expected, Forgery forgery) {
        @Override
        public String toString() {
            return how + " → " + expected;
        }
    }

    private static Wrong wrong(String how, String expected, Forgery forgery) {
        return new Wrong(how, expected, forgery);
    }

    Stream<Wrong> cases() {
        return Stream.of(
                wrong("bytes copied from another participant", "HEADER", (u, id) -> copied()),
                wrong("another channel", "HEADER", (u, id) -> replaced(u, "\"federation\"", "\"federatiom\"")),
                wrong(
                        "another task",
                        "HEADER",
                        (u, id) -> replaced(u, "\"task\":\"verdicts\"", "\"task\":\"verdictz\"")),
                wrong("another base version", "HEADER", (u, id) -> replaced(u, "\"base\":0", "\"base\":1")),
                wrong(
                        "another base model",
                        "HEADER",
                        (u, id) ->
                                replaced(u, base.modelCid(), Cid.of(new byte[1]).text())),
                wrong("another participant's name", "HEADER", (u, id) -> replaced(u, id, network.id(0, "p1"))),
                wrong("another digest of terms", "HEADER", (u, id) -> replaced(u, task.spec.digest(), "00".repeat(32))),
                wrong("another encoding", "HEADER", (u, id) -> replaced(u, "dense-int32", "dense-int16")),
                wrong("another count of values", "SHAPE", (u, id) -> replaced(u, "\"count\":17", "\"count\":16")),
                wrong("a field's order changed", "HEADER", (u, id) -> replaced(u, "{\"schema\":1,", ",\"schema\":1{")),
                wrong("a number with a blank", "HEADER", (u, id) -> replaced(u, "\"count\":17", "\"count\": 7")),
                wrong("another magic word", "HEADER", (u, id) -> replaced(u, "FFUP", "FFUQ")),
                wrong("a negative length of header", "HEADER", (u, id) -> withInt(u, 8, Integer.MIN_VALUE)),
                wrong("a length of header beyond the end", "HEADER", (u, id) -> withInt(u, 8, Integer.MAX_VALUE)),
                wrong("one byte too short", "CONTENT", (u, id) -> Arrays.copyOf(u, u.length - 1)),
                wrong("one byte too long", "CONTENT", (u, id) -> Arrays.copyOf(u, u.length + 1)),
                wrong("one value too few", "CONTENT", (u, id) -> Arrays.copyOf(u, u.length - 4)),
                wrong("nothing at all", "CONTENT", (u, id) -> new byte[0]),
                wrong("the smallest 32-bit integer", "RANGE", (u, id) -> withValue(u, 0, Integer.MIN_VALUE)),
                wrong("a value one above the width", "RANGE", (u, id) -> withValue(u, 16, 1 << 23)),
                wrong("a value one below the width", "RANGE", (u, id) -> withValue(u, 16, -(1 << 23))),
                wrong(
                        "a norm over the bound by few steps",
                        "NORM",
                        (u, id) -> withValue(withValue(u, 0, 0), 16, SmallTask.CLIP_STEPS + 8)),
                wrong("the largest value of the width", "NORM", (u, id) -> withValue(u, 16, (1 << 23) - 1)),
                wrong(
                        "a model that is worse by far",
                        "SCORE",
                        (u, id) -> withValue(withValue(u, 0, 0), 16, SmallTask.CLIP_STEPS)));
    }

    @BeforeAll
    void judgeOneVersion() throws Exception {
        List<Wrong> cases = cases().toList();
        int users = (HONEST + cases.size() + 2) / 3;
        network = ScriptedNetwork.honest(state, users);
        network.open();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < HONEST + cases.size(); i++) {
            ids.add(network.id(i % 3, "p" + (1 + i / 3)));
            network.enrol(ids.get(i), i < HONEST ? "TRAINER,AGGREGATOR" : "TRAINER");
        }
        task = new ScriptedTask(network, SmallTask.spec("verdicts")).start(ids.toArray(String[]::new));
        base = task.version("head");

        Map<String, byte[]> revealed = new LinkedHashMap<>();
        for (int i = 0; i < ids.size(); i++) {
            String id = ids.get(i);
            byte[] bytes = task.update(id, base);
            if (i >= HONEST) {
                Wrong wrong = cases.get(i - HONEST);
                byParticipant.put(id, wrong);
                bytes = wrong.forgery().of(bytes, id);
            }
            revealed.put(id, bytes);
            task.submit(id, base, bytes);
        }
        network.as(ids.get(0)).submit("round:Close", task.name, "0");
        for (Map.Entry<String, byte[]> entry : revealed.entrySet()) {
            task.reveal(entry.getValue(), entry.getKey());
        }
        task.advance(ids.get(0), base);
        judged = task.version("0");
    }

    @AfterAll
    void stop() {
        network.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void is_recorded_with_the_documented_reason_and_by_every_endorser_alike(Wrong wrong) throws Exception {
        String id = byParticipant.entrySet().stream()
                .filter(e -> e.getValue().how().equals(wrong.how()))
                .findFirst()
                .orElseThrow()
                .getKey();
        Contributor recorded = contributor(id);
        assertThat(recorded.verdict().outcome()).isEqualTo(Verdict.Outcome.REJECTED);
        assertThat(recorded.verdict().reason()).isEqualTo(Verdict.Reason.valueOf(wrong.expected()));
        assertThat(recorded.weight()).isZero();
        assertThat(recorded.verdict().scoreMicros() != null)
                .as("only what was scored has a score")
                .isEqualTo(wrong.expected().equals("SCORE"));
        for (int e = 0; e < 3; e++) {
            Verdict own = CanonicalJson.read(
                    network.as(network.id(e, "p1")).evaluate("update:Judge", task.name, "0", id), Verdict.class);
            assertThat(own).isEqualTo(recorded.verdict());
        }
        assertThat(network.as(id).evaluate("update:Get", task.name, "0", id)).contains("\"state\":\"REJECTED\"");
    }

    @Test
    void honest_updates_are_included_and_carry_the_version_alone() throws Exception {
        List<Contributor> included = judged.contributors().stream()
                .filter(c -> !byParticipant.containsKey(c.id()))
                .toList();
        assertThat(included).hasSize(HONEST).allSatisfy(c -> {
            assertThat(c.verdict().outcome()).isEqualTo(Verdict.Outcome.INCLUDED);
            assertThat(c.weight()).isEqualTo(Contributor.WHOLE);
        });
        VersionRecord next = task.version("1");
        assertThat(next.modelCid()).isNotEqualTo(base.modelCid());
        assertThat(next.fruitless()).isZero();
    }

    @Test
    void the_score_that_refused_an_update_is_on_the_ledger_beside_the_bases() {
        Verdict verdict = judged.contributors().stream()
                .map(Contributor::verdict)
                .filter(v -> v.reason() == Verdict.Reason.SCORE)
                .collect(Collectors.toList())
                .get(0);
        assertThat(verdict.baseScoreMicros()).isEqualTo(base.scoreMicros());
        assertThat(verdict.scoreMicros()).isGreaterThan(base.scoreMicros() + 500_000);
    }

    private Contributor contributor(String id) {
        return judged.contributors().stream()
                .filter(c -> c.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private byte[] copied() {
        return task.update(network.id(0, "p1"), base);
    }

    private static byte[] replaced(byte[] update, String text, String replacement) {
        String before = new String(update, StandardCharsets.ISO_8859_1);
        assertThat(before).contains(text);
        byte[] after = before.replaceFirst(java.util.regex.Pattern.quote(text), replacement)
                .getBytes(StandardCharsets.ISO_8859_1);
        assertThat(after).hasSameSizeAs(update).isNotEqualTo(update);
        return after;
    }

    private static byte[] withInt(byte[] bytes, int at, int value) {
        byte[] changed = bytes.clone();
        ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).putInt(at, value);
        return changed;
    }

    private static byte[] withValue(byte[] update, int index, int value) {
        return withInt(update, update.length - Integer.BYTES * (SmallTask.PARAMETERS - index), value);
    }

    @Test
    void an_update_that_makes_the_model_overflow_is_rejected_as_not_finite() throws Exception {
        // Hidden units are off in this model, so its huge output weights do not show until an update turns them on.
        float[] crafted = new float[SmallTask.PARAMETERS];
        Arrays.fill(crafted, 9, 15, Float.MAX_VALUE);
        byte[] model = ModelBlob.encode(SmallTask.MODEL, crafted);
        network.put(model);
        ScriptedTask overflow = new ScriptedTask(
                network,
                SmallTask.with(
                        SmallTask.spec("overflow"),
                        "initialModel",
                        "{\"kind\":\"uploaded\",\"cid\":\"" + Cid.of(model).text() + "\"}"));
        String[] ids = {network.id(0, "p1"), network.id(1, "p1"), network.id(2, "p1")};
        overflow.start(ids);
        VersionRecord head = overflow.version("head");
        for (String id : ids) {
            byte[] update = overflow.update(id, head, new int[SmallTask.PARAMETERS]);
            // The bias of the first hidden unit; the others do nothing.
            byte[] bytes = id.equals(ids[2]) ? withValue(update, 6, 4 << 16) : update;
            overflow.submit(id, head, bytes);
            overflow.reveal(bytes, id);
        }
        network.as(ids[0]).submit("round:Close", overflow.name, "0");
        overflow.advance(ids[0], head);

        assertThat(overflow.version("0").contributors())
                .extracting(c -> c.verdict().outcome() + " " + c.verdict().reason())
                .containsExactly("INCLUDED null", "INCLUDED null", "REJECTED NON_FINITE");
    }
}
