package org.fedfabric.trainer.byzantine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.contentstore.ContentStore;
import org.fedfabric.protocol.ledger.Contributor;
import org.fedfabric.protocol.ledger.Verdict;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.trainer.federation.Alteration;
import org.fedfabric.trainer.federation.AlteringProxy;
import org.fedfabric.trainer.federation.ScriptedTask;
import org.fedfabric.trainer.federation.SmallTask;
import org.fedfabric.trainer.ledger.LedgerRefusal;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Bytes that are not what was announced, not what they should be, or not there. */
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OtherBytesIT {
    private static final int C = 2;

    @TempDir
    static Path folder;

    private Federation federation;
    private String a;
    private String c;

    @BeforeAll
    void start() throws Exception {
        federation = new Federation(folder.resolve("network"));
        a = federation.honest.get(0);
        c = federation.honest.get(C);
    }

    @AfterAll
    void stop() {
        if (federation != null) {
            federation.close();
        }
    }

    @Test
    void a_store_that_serves_other_bytes_makes_its_endorser_refuse_and_nobody_judge_wrongly() throws Exception {
        Scenario.play("altered-blocks", () -> {
            try (AlteringProxy proxy = AlteringProxy.inFrontOf(federation
                    .network
                    .connections(federation.mspId(C))
                    .profile()
                    .contentStore())) {
                federation.network.consortium().readThrough(C, proxy.address());
                ScriptedTask task = federation.task("altered-blocks").start(federation.honestIds());
                VersionRecord base = task.submitAndClose(federation.honestIds());
                task.revealAll(base, federation.honestIds());
                LedgerRefusal refusal = catchThrowableOfType(
                        LedgerRefusal.class,
                        () -> federation.network.as(c).evaluate("update:Judge", task.name, "0", a));
                assertThat(refusal.code()).isEqualTo(RefusalCode.CONTENT_UNAVAILABLE);
                assertThat(refusal.getMessage()).contains("do not hash to");
                VersionRecord head = task.advance(a, base);
                for (int v = 1; v < 3; v++) {
                    VersionRecord next = task.submitAndClose(federation.honestIds());
                    task.revealAll(next, federation.honestIds());
                    head = task.advance(a, next);
                }
                assertThat(head.version()).isEqualTo(3);
                assertThat(task.version("0").contributors())
                        .allMatch(contributor -> contributor.verdict().outcome() == Verdict.Outcome.INCLUDED);
                HonestRules.check(task, 0, federation.honest);
                return "C's endorser: FF-5002, \"bytes that do not hash to …\"; " + proxy.altered()
                        + " altered blocks served, 3 of 3 versions published without it";
            } finally {
                federation.network.consortium().alter(C, Alteration.NONE);
            }
        });
    }

    @Test
    void malformed_bytes_under_the_announced_address_are_rejected_for_the_right_reason() throws Exception {
        Scenario.play("malformed-bytes", () -> {
            Map<String, Verdict.Reason> expected = new LinkedHashMap<>();
            Map<String, UnaryOperator<byte[]>> forgeries = new LinkedHashMap<>();
            forge(expected, forgeries, 0, "short", Verdict.Reason.CONTENT, u -> Arrays.copyOf(u, u.length - 1));
            forge(expected, forgeries, 1, "long", Verdict.Reason.CONTENT, u -> Arrays.copyOf(u, u.length + 4_096));
            forge(expected, forgeries, 2, "header", Verdict.Reason.HEADER, u -> withInt(u, 0, 0x46464655));
            forge(expected, forgeries, 0, "range", Verdict.Reason.RANGE, u -> last(u, Integer.MIN_VALUE));
            forge(expected, forgeries, 1, "norm", Verdict.Reason.NORM, u -> last(u, (1 << 23) - 1));
            // Not a number in a float's bits; values are integers, so it is one far out of range.
            forge(expected, forgeries, 2, "nan", Verdict.Reason.RANGE, u -> last(u, Float.floatToIntBits(Float.NaN)));
            List<String> members = new ArrayList<>(federation.honest);
            members.addAll(expected.keySet());
            for (String id : expected.keySet()) {
                federation.network.enrol(id, "TRAINER");
            }
            ScriptedTask task = federation.task("malformed").start(members.toArray(String[]::new));
            VersionRecord base = task.version("head");
            Map<String, byte[]> sent = new LinkedHashMap<>();
            for (String id : members) {
                sent.put(id, forgeries.getOrDefault(id, u -> u).apply(task.update(id, base)));
                task.submit(id, base, sent.get(id));
            }
            task.close(a, base);
            for (String id : members) {
                task.reveal(sent.get(id), id);
            }
            task.advance(a, base);
            Map<String, Verdict.Reason> recorded = new LinkedHashMap<>();
            for (Contributor contributor : task.version("0").contributors()) {
                if (expected.containsKey(contributor.id())) {
                    recorded.put(contributor.id(), contributor.verdict().reason());
                }
            }
            assertThat(recorded).containsExactlyInAnyOrderEntriesOf(expected);
            HonestRules.check(task, 1, members);
            return "ledger: version 0 REJECTED " + expected.values();
        });
    }

    @Test
    void who_withholds_costs_one_deadline_and_rests() throws Exception {
        Scenario.play("withheld", () -> {
            ScriptedTask task = new ScriptedTask(
                    federation.network, SmallTask.with(federation.spec("withheld"), "schedule.durationSeconds", "20"));
            task.create();
            try (Trainers trainers = new Trainers(task, folder)) {
                trainers.start(a);
                trainers.start(federation.honest.get(1));
                trainers.start(keepingAll(federation.network.store(federation.mspId(C))), null, c);
                trainers.begin(federation.honestIds());
                trainers.complete(federation.mspId(0), federation.mspId(1));
            }
            List<VersionRecord> versions = HonestRules.check(task, 0, federation.honest);
            Contributor withheld = versions.get(0).contributors().get(C);
            assertThat(withheld.id()).isEqualTo(c);
            assertThat(withheld.verdict()).isEqualTo(Verdict.UNAVAILABLE);
            assertThat(versions.get(1).selected()).doesNotContain(c);
            long millis = versions.get(1).openedMillis() - versions.get(0).openedMillis();
            assertThat(millis).isLessThan(60_000);
            return "ledger: version 0 has C UNAVAILABLE, not selected in version 1; the version took " + millis / 1_000
                    + " s with a deadline of 20 s";
        });
    }

    private void forge(
            Map<String, Verdict.Reason> expected,
            Map<String, UnaryOperator<byte[]>> forgeries,
            int enterprise,
            String name,
            Verdict.Reason reason,
            UnaryOperator<byte[]> forgery) {
        String id = federation.network.id(enterprise, name);
        expected.put(id, reason);
        forgeries.put(id, forgery);
    }

    /** Takes bytes, tells their address and gives them to nobody. */
    private static ContentStore keepingAll(ContentStore store) {
        return (ContentStore) Proxy.newProxyInstance(
                ContentStore.class.getClassLoader(),
                new Class<?>[] {ContentStore.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("put")) {
                        return Cid.of((byte[]) arguments[0]);
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static byte[] withInt(byte[] bytes, int at, int value) {
        byte[] changed = bytes.clone();
        ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).putInt(at, value);
        return changed;
    }

    private static byte[] last(byte[] update, int value) {
        return withInt(update, update.length - Integer.BYTES, value);
    }
}
