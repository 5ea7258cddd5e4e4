package org.fedfabric.chaincode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.fedfabric.chaincode.TestChannel.Run;
import org.fedfabric.chaincode.function.Effect;
import org.fedfabric.chaincode.function.Function;
import org.fedfabric.chaincode.identity.Identity;
import org.fedfabric.chaincode.judging.Judging;
import org.fedfabric.chaincode.observing.EndorserObserver;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.ledger.AdvanceRequest;
import org.fedfabric.protocol.ledger.EndorserStatus;
import org.fedfabric.protocol.ledger.TaskState;
import org.fedfabric.protocol.ledger.VersionState;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.protocol.refusal.RefusalException;
import org.fedfabric.protocol.task.TaskSpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A chaincode on a ledger that one of older rules wrote, as after an upgrade by a new sequence, and the way back. One task runs
 * and has a closed version, one is open, one has ended.
 */
class RulesUpgradeTest {
    private static final Upgrade NEXT = new Upgrade(TaskSpec.RULES, TaskSpec.RULES + 1);
    private static final String A = "OrgA/anna";
    private static final String B = "OrgB/bob";
    private static final String C = "OrgC/cleo";

    private final Federation federation = new Federation();
    private final List<String> tasks = new ArrayList<>(List.of("ended", "running", "open"));
    private FedFabricChaincode upgraded;

    /**
     * An upgrade.
     *
     * @param from the rules that the tasks on the ledger were created under
     * @param to the rules of the chaincode that serves them now
     */
    record Upgrade(int from, int to) {}

    /** From these rules to the next, and from all earlier ones to these. */
    static List<Upgrade> upgrades() {
        return Stream.concat(
                        Stream.of(NEXT),
                        IntStream.range(1, TaskSpec.RULES).mapToObj(earlier -> new Upgrade(earlier, TaskSpec.RULES)))
                .toList();
    }

    @BeforeEach
    void writeALedger() throws Exception {
        federation.started(TinyTask.spec("ended", 2, 2), A, B);
        federation.channel.run(federation.requester, "task:Stop", "ended");
        federation.started(TinyTask.spec("running", 2, 2), A, B);
        federation.create(TinyTask.spec("open", 2, 2));
        federation.enrol(C);
        federation.join("open", A);
        federation.submitHonest("running", A, B);
        federation.close("running", A);
    }

    /** Puts the tasks under the older rules, which write the same records, and the newer chaincode into force. */
    private void upgrade(Upgrade upgrade) {
        String current = "\"rules\":" + TaskSpec.RULES + ",";
        String older = "\"rules\":" + upgrade.from() + ",";
        for (String task : tasks) {
            TaskSpec spec = federation.task(task).spec();
            String json = CanonicalJson.write(spec).replace(current, older);
            TaskSpec under = CanonicalJson.read(json.getBytes(StandardCharsets.UTF_8), TaskSpec.class);
            assertThat(under.rules()).isEqualTo(upgrade.from());
            federation.channel.ledger.rewrite(spec.digest(), under.digest());
        }
        federation.channel.ledger.rewrite(current, older);
        upgraded = new FedFabricChaincode(
                Judging.of(federation.swarm.store("OrgA"), federation.clock),
                EndorserObserver.NONE,
                CodeIdentity.unknown(),
                upgrade.to());
    }

    @AfterEach
    void stopThreads() {
        if (upgraded != null) {
            upgraded.close();
        }
        federation.close();
    }

    private Run endorse(Identity who, String function, String... arguments) {
        return federation.channel.endorse(upgraded.functions(), who, function, arguments);
    }

    private void refused(Upgrade upgrade, Identity who, String function, String... arguments) {
        RefusalException refusal =
                catchThrowableOfType(RefusalException.class, () -> endorse(who, function, arguments));
        assertThat(refusal).as(function + " under other rules").isNotNull();
        assertThat(refusal.code()).as(refusal.getMessage()).isEqualTo(RefusalCode.RULES_VERSION);
        assertThat(refusal)
                .hasMessageContaining("must be version " + upgrade.to())
                .hasMessageEndingWith(
                        "Provided value: " + upgrade.from() + " (" + RefusalCode.RULES_VERSION.advice() + ")");
    }

    private static Map<String, String[]> reads() {
        Map<String, String[]> reads = new LinkedHashMap<>();
        reads.put("task:Get", new String[] {"running"});
        reads.put("task:List", new String[] {"10", ""});
        reads.put("task:Joins", new String[] {"running", "10", ""});
        reads.put("task:Declarations", new String[] {"running", "10", ""});
        reads.put("round:Get", new String[] {"running", "head"});
        reads.put("round:History", new String[] {"running", "0", "10"});
        reads.put("round:Reports", new String[] {"running", "0", "10", ""});
        reads.put("update:Get", new String[] {"running", "0", A});
        reads.put("update:List", new String[] {"running", "0"});
        reads.put("reputation:Get", new String[] {"running", A});
        reads.put("reputation:List", new String[] {"running", "0"});
        reads.put("reputation:Candidates", new String[] {"running", "", "0", "0", "100", ""});
        reads.put("participant:Get", new String[] {A});
        reads.put("participant:List", new String[] {"OrgA", "10", ""});
        reads.put("participant:Whoami", new String[0]);
        reads.put("privacy:Account", new String[] {"OrgA", "data-anna"});
        reads.put("privacy:List", new String[] {"OrgA", "10", ""});
        return reads;
    }

    @ParameterizedTest
    @MethodSource("upgrades")
    void every_record_is_read_as_before(Upgrade upgrade) {
        Identity anna = federation.identity(A);
        Map<String, String> before = new LinkedHashMap<>();
        Map<String, String> digests = new LinkedHashMap<>();
        reads().forEach((function, arguments) -> before.put(
                function, federation.channel.simulate(anna, function, arguments).json()));
        tasks.forEach(task -> digests.put(task, federation.task(task).specDigest()));
        upgrade(upgrade);
        reads().forEach((function, arguments) -> {
            String expected =
                    before.get(function).replace("\"rules\":" + TaskSpec.RULES, "\"rules\":" + upgrade.from());
            for (String task : tasks) {
                expected = expected.replace(
                        digests.get(task), federation.task(task).specDigest());
            }
            assertThat(endorse(anna, function, arguments).json()).as(function).isEqualTo(expected);
        });
    }

    @ParameterizedTest
    @MethodSource("upgrades")
    void whatever_judges_sums_selects_or_charges_is_refused(Upgrade upgrade) throws Exception {
        Identity anna = federation.identity(A);
        String cid = federation.recompute("running", A).cid();
        String advance = CanonicalJson.write(new AdvanceRequest(1, cid, List.of(), List.of(), List.of()));
        federation.started(TinyTask.spec("collecting", 2, 2), A, B);
        tasks.add("collecting");
        String submission = CanonicalJson.write(federation.submission(A, federation.update("collecting", A, 5, 1)));
        String fresh = CanonicalJson.write(TinyTask.spec("fresh", 2, 2))
                .replace("\"rules\":" + TaskSpec.RULES, "\"rules\":" + upgrade.from());
        upgrade(upgrade);
        refused(upgrade, anna, "round:Advance", "running", "0", advance);
        refused(upgrade, anna, "round:Close", "running", "0");
        refused(upgrade, anna, "round:Recompute", "running", "1");
        refused(upgrade, anna, "update:Judge", "running", "0", A);
        refused(upgrade, anna, "update:Submit", "collecting", "0", submission);
        refused(upgrade, federation.identity(C), "participant:Join", federation.joinArguments("open", C));
        refused(upgrade, federation.identity(A), "privacy:TopUp", "running", "1");
        refused(upgrade, federation.requester, "task:Start", "open", "[]");
        refused(upgrade, federation.requester, "task:Admit", "open", "[]");
        refused(upgrade, federation.requester, "task:Create", fresh);
    }

    @Test
    void every_function_that_takes_a_task_was_thought_of() {
        upgrade(NEXT);
        // A new function belongs into one of the two tests above, or here: whoever ends something may under any rules.
        List<String> underAnyRules =
                List.of("task:Stop", "task:RevealTest", "participant:Leave", "participant:Declare", "round:Report");
        List<String> refused = List.of(
                "round:Advance",
                "round:Close",
                "round:Recompute",
                "update:Judge",
                "update:Submit",
                "participant:Join",
                "privacy:TopUp",
                "privacy:Release",
                "task:Start",
                "task:Admit");
        assertThat(upgraded.functions().all().stream()
                        .filter(f -> f.parameters().contains("task"))
                        .filter(f -> f.effect() == Effect.TRANSACTION || !reads().containsKey(f.name()))
                        .map(Function::name))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(underAnyRules.stream(), refused.stream()).toList());
    }

    @ParameterizedTest
    @MethodSource("upgrades")
    void leaving_and_stopping_stay_possible(Upgrade upgrade) {
        upgrade(upgrade);
        assertThat(endorse(federation.identity(B), "participant:Leave", "running")
                        .transaction()
                        .writes)
                .isNotEmpty();
        assertThat(endorse(federation.requester, "task:Stop", "running").transaction().writes)
                .isNotEmpty();
    }

    @Test
    void the_way_back_finds_the_task_as_it_was_and_ends_it() throws Exception {
        Map<String, String> before = federation.channel.ledger.snapshot();
        upgrade(NEXT);
        refused(NEXT, federation.identity(A), "round:Close", "running", "0");
        assertThat(federation.channel.ledger.snapshot()).isEqualTo(before);
        assertThat(((EndorserStatus)
                                endorse(federation.requester, "endorser:Status").result())
                        .rules())
                .isEqualTo(NEXT.to());

        assertThat(federation.advance("running", A).version()).isEqualTo(1);
        federation.submitHonest("running", A, B);
        federation.close("running", A);
        assertThat(federation.advance("running", A).state()).isEqualTo(VersionState.FINAL);
        assertThat(federation.task("running").state()).isEqualTo(TaskState.COMPLETED);
        assertThat(endorse(federation.requester, "round:Get", "running", "head").json())
                .contains("\"state\":\"FINAL\"");
    }
}
