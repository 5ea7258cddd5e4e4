package org.fedfabric.chaincode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.fedfabric.chaincode.function.Effect;
import org.fedfabric.chaincode.function.Function;
import org.fedfabric.chaincode.identity.Identity;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.canonical.Digests;
import org.fedfabric.protocol.ledger.AdvanceRequest;
import org.fedfabric.protocol.task.Evaluation;
import org.fedfabric.protocol.task.Privacy;
import org.fedfabric.protocol.task.Schedule;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Which keys each transaction reads and writes (protocol.md §1). What a transaction reads can void it, so Close and
 * Advance must read nothing that outsiders can write.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StateAccessTest {
    private static final String A = "OrgA/anna";
    private static final String B = "OrgB/bob";
    private static final String C = "OrgC/cleo";
    private static final String LATE = "OrgC/late";
    private static final String SALT = "5a".repeat(16);

    /** Each function with what it reads and writes; certificates by whose they are, numbers without leading zeros. */
    private static final String TABLE = """
            enterprise:Vote
              reads  ENTERPRISES/all VOTE/OrgC/OrgA VOTE/OrgC/OrgB
              writes VOTE/OrgC/OrgA
            participant:Enroll
              reads  CERTIFICATE/OrgA/new ENTERPRISES/all PARTICIPANT/OrgA/new
              writes CERTIFICATE/OrgA/new PARTICIPANT/OrgA/new
            participant:Bind
              reads  CERTIFICATE/OrgA/second PARTICIPANT/OrgA/new
              writes CERTIFICATE/OrgA/second
            participant:Unbind
              reads  CERTIFICATE/OrgA/second
              writes CERTIFICATE/OrgA/second
            participant:Suspend
              reads  PARTICIPANT/OrgA/new
              writes PARTICIPANT/OrgA/new
            participant:RegisterData
              reads  ACCOUNT/OrgA/fresh CERTIFICATE/OrgA/admin PARTICIPANT/OrgA/boss
              writes ACCOUNT/OrgA/fresh
            task:Create
              reads  CERTIFICATE/OrgA/admin ENTERPRISES/all PARTICIPANT/OrgA/boss TASK/tiny
              writes TASK/tiny
            participant:Join
              reads  ACCOUNT/OrgA/data-anna CERTIFICATE/OrgA/anna ENTERPRISES/all MEMBERSHIP/tiny/OrgA/anna PARTICIPANT/OrgA/anna TASK/tiny
              writes ACCOUNT/OrgA/data-anna MEMBERSHIP/tiny/OrgA/anna
            participant:Declare
              reads  CERTIFICATE/OrgA/anna DECLARATION/tiny/OrgA/anna MEMBERSHIP/tiny/OrgA/anna PARTICIPANT/OrgA/anna TASK/tiny
              writes DECLARATION/tiny/OrgA/anna
            task:Admit
              reads  CERTIFICATE/OrgA/admin MEMBERSHIP/tiny/OrgA/anna MEMBERSHIP/tiny/OrgB/bob PARTICIPANT/OrgA/anna PARTICIPANT/OrgA/boss PARTICIPANT/OrgB/bob ROSTER/tiny/0 TASK/tiny
              writes ROSTER/tiny/0
            task:Start
              reads  CERTIFICATE/OrgA/admin ENTERPRISES/all MEMBERSHIP/tiny/OrgC/cleo PARTICIPANT/OrgA/boss PARTICIPANT/OrgC/cleo ROSTER/tiny/0 TASK/tiny
              writes HEAD/tiny ROSTER/tiny/0 TASK/tiny VERSION/tiny/0
            update:Submit
              reads  CERTIFICATE/OrgA/anna MEMBERSHIP/tiny/OrgA/anna PARTICIPANT/OrgA/anna TASK/tiny UPDATE/tiny/0/OrgA/anna VERSION/tiny/0
              writes MEMBERSHIP/tiny/OrgA/anna UPDATE/tiny/0/OrgA/anna
            participant:Leave
              reads  CERTIFICATE/OrgC/cleo MEMBERSHIP/tiny/OrgC/cleo PARTICIPANT/OrgC/cleo TASK/tiny
              writes MEMBERSHIP/tiny/OrgC/cleo
            round:Close
              reads  CERTIFICATE/OrgA/anna PARTICIPANT/OrgA/anna ROSTER/tiny/0 TASK/tiny UPDATE/tiny/0/OrgA/anna UPDATE/tiny/0/OrgB/bob UPDATE/tiny/0/OrgC/cleo VERSION/tiny/0
              writes VERSION/tiny/0
            round:Advance
              reads  CERTIFICATE/OrgB/bob ENTERPRISES/all HEAD/tiny MEMBERSHIP/tiny/OrgC/cleo MEMBERSHIP/tiny/OrgC/late PARTICIPANT/OrgB/bob PARTICIPANT/OrgC/late ROSTER/tiny/0 TASK/tiny UPDATE/tiny/0/OrgA/anna UPDATE/tiny/0/OrgB/bob UPDATE/tiny/0/OrgC/cleo VERSION/tiny/0
              writes HEAD/tiny ROSTER/tiny/0 TASK/tiny VERSION/tiny/0 VERSION/tiny/1
            round:Report
              reads  CERTIFICATE/OrgA/anna MEMBERSHIP/tiny/OrgA/anna PARTICIPANT/OrgA/anna SCORE/tiny/1/OrgA/anna TASK/tiny VERSION/tiny/1
              writes SCORE/tiny/1/OrgA/anna
            task:RevealTest
              reads  CERTIFICATE/OrgA/admin PARTICIPANT/OrgA/boss TASK/tiny
              writes TASK/tiny
            task:Stop
              reads  TASK/other
              writes TASK/other
            privacy:TopUp
              reads  ACCOUNT/OrgA/data-anna CERTIFICATE/OrgA/anna MEMBERSHIP/noised/OrgA/anna PARTICIPANT/OrgA/anna TASK/noised
              writes ACCOUNT/OrgA/data-anna MEMBERSHIP/noised/OrgA/anna
            privacy:Release
              reads  ACCOUNT/OrgA/data-anna CERTIFICATE/OrgA/anna MEMBERSHIP/noised/OrgA/anna PARTICIPANT/OrgA/anna TASK/noised
              writes ACCOUNT/OrgA/data-anna MEMBERSHIP/noised/OrgA/anna
            """;

    private final Federation federation = new Federation();
    private final Map<String, String> certificates = new TreeMap<>();
    private final Map<String, TestLedger.Transaction> accesses = new LinkedHashMap<>();
    private final TreeSet<String> writtenByOthers = new TreeSet<>();

    @BeforeAll
    void carry_out_every_transaction() throws Exception {
        Identity admin = TestChannel.admin("OrgA");
        certificates.put(admin.fingerprint(), "OrgA/admin");
        for (String id : List.of(A, B, C, LATE, "OrgA/dora", "OrgB/emil")) {
            certificates.put(federation.enrol(id).fingerprint(), id);
        }
        run(admin, "enterprise:Vote", "OrgC", "SUSPEND", "OrgB");
        run(admin, "participant:Enroll", "new", "TRAINER", certificate("OrgA/new"));
        run(admin, "participant:Bind", "OrgA/new", certificate("OrgA/second"));
        run(admin, "participant:Unbind", certificate("OrgA/second"));
        run(admin, "participant:Suspend", "OrgA/new", "true");
        run(admin, "participant:RegisterData", Federation.registration("fresh", true));

        String test = TinyTask.cid(new byte[] {1});
        String commitment = Digests.sha256Hex(HexFormat.of().parseHex(SALT), test.getBytes(StandardCharsets.UTF_8));
        run(
                federation.requester,
                "task:Create",
                CanonicalJson.write(TinyTask.spec("tiny", TinyTask.seeded(), Schedule.synchronous(1, 2, 60), commitment)
                        .evaluating(Evaluation.SHARED)));
        run(federation.identity(A), "participant:Join", federation.joinArguments("tiny", A));
        run(
                federation.identity(A),
                "participant:Declare",
                "tiny",
                CanonicalJson.write(DeclarationFunctionsTest.environment("x")));
        federation.join("tiny", B);
        federation.join("tiny", C);
        run(federation.requester, "task:Admit", "tiny", json(A, B));
        run(federation.requester, "task:Start", "tiny", json(C));
        submit("tiny", A, 5);
        submit("tiny", B, 6);
        submit("tiny", C, 7);
        federation.join("tiny", LATE);
        run(federation.identity(C), "participant:Leave", "tiny");
        run(federation.identity(A), "round:Close", "tiny", "0");
        String cid = federation.recompute("tiny", B).cid();
        run(
                federation.identity(B),
                "round:Advance",
                "tiny",
                "0",
                CanonicalJson.write(new AdvanceRequest(1, cid, List.of(), List.of(LATE), List.of(C))));
        run(
                federation.identity(A),
                "round:Report",
                "tiny",
                "1",
                CanonicalJson.write(ScoreFunctionsTest.score(500_000)));
        run(federation.requester, "task:RevealTest", "tiny", SALT, test, "6");
        others(test);
        budget();
    }

    /** Budget on its way between account and allotment. */
    private void budget() {
        federation.submissions = 1;
        federation.create(TinyTask.noised("noised", Privacy.Mechanism.DISCRETE_GAUSSIAN, 4_000_000, false));
        federation.join("noised", A);
        run(federation.identity(A), "privacy:TopUp", "noised", "2");
        federation.channel.run(federation.identity(A), "participant:Leave", "noised");
        run(federation.identity(A), "privacy:Release", "noised");
    }

    /** What goes on beside the task, by others than its members. */
    private void others(String test) throws Exception {
        federation.started(TinyTask.spec("other", 3, 2), "OrgA/dora", "OrgB/emil");
        Identity rival = TestChannel.admin("OrgB");
        for (TestChannel.Run run : List.of(
                submit("other", "OrgA/dora", 5),
                federation.channel.run(rival, "participant:Enroll", "more", "TRAINER", certificate("OrgB/more")),
                federation.channel.run(rival, "participant:Bind", "OrgB/more", certificate("OrgB/again")),
                federation.channel.run(rival, "participant:Suspend", "OrgB/more", "true"),
                federation.channel.run(rival, "participant:RegisterData", Federation.registration("more", true)),
                federation.channel.run(
                        federation.requester, "task:Create", CanonicalJson.write(TinyTask.spec("third", 3, 2))))) {
            writtenByOthers.addAll(run.transaction().writes.keySet());
        }
        run(federation.requester, "task:Stop", "other");
    }

    @AfterAll
    void stop() {
        federation.close();
    }

    @Test
    void each_transaction_reads_and_writes_these_keys_and_no_others() {
        StringBuilder table = new StringBuilder();
        accesses.forEach((function, access) -> table.append(function)
                .append("\n  reads  ")
                .append(names(access.reads))
                .append("\n  writes ")
                .append(names(access.writes.keySet()))
                .append('\n'));
        assertThat(table).hasToString(TABLE);
    }

    @Test
    void every_function_that_writes_is_in_the_table() {
        assertThat(federation.endorsers.get(0).functions().all())
                .filteredOn(function -> function.effect() == Effect.TRANSACTION)
                .extracting(Function::name)
                .containsExactlyInAnyOrderElementsOf(accesses.keySet());
    }

    @Test
    void nothing_that_others_write_is_read_by_close_or_advance() {
        assertThat(writtenByOthers).hasSizeGreaterThan(6);
        for (String function : List.of("round:Close", "round:Advance", "update:Submit")) {
            assertThat(accesses.get(function).reads).as(function).doesNotContainAnyElementsOf(writtenByOthers);
        }
    }

    @Test
    void a_vote_that_decides_nothing_writes_nothing_that_any_other_transaction_reads() {
        String own = accesses.get("enterprise:Vote").writes.keySet().iterator().next();
        accesses.forEach((function, access) -> {
            if (!function.equals("enterprise:Vote")) {
                assertThat(access.reads).as(function).doesNotContain(own);
            }
        });
    }

    @Test
    void a_report_writes_nothing_that_any_other_transaction_reads() {
        String own = accesses.get("round:Report").writes.keySet().iterator().next();
        accesses.forEach((function, access) -> {
            if (!function.equals("round:Report")) {
                assertThat(access.reads).as(function).doesNotContain(own);
            }
        });
    }

    @Test
    void submit_writes_nothing_that_close_and_advance_have_read_but_its_own_record() {
        assertThat(accesses.get("update:Submit").writes.keySet())
                .containsExactlyInAnyOrder("UPDATE/tiny/0000000000000/OrgA/anna/", "MEMBERSHIP/tiny/OrgA/anna/");
        assertThat(accesses.get("round:Close").reads).doesNotContain("MEMBERSHIP/tiny/OrgA/anna/");
        assertThat(accesses.get("round:Advance").reads).doesNotContain("MEMBERSHIP/tiny/OrgA/anna/");
    }

    private void run(Identity who, String function, String... arguments) {
        accesses.put(function, federation.channel.run(who, function, arguments).transaction());
    }

    private TestChannel.Run submit(String task, String id, int steps) throws Exception {
        byte[] bytes = federation.update(task, id, steps, 1);
        federation.reveal(id, bytes);
        TestChannel.Run run = federation.channel.run(
                federation.identity(id),
                "update:Submit",
                task,
                "0",
                CanonicalJson.write(federation.submission(id, bytes)));
        accesses.putIfAbsent("update:Submit", run.transaction());
        return run;
    }

    /** A certificate of somebody, remembered by whose it is. */
    private String certificate(String id) {
        String fingerprint = TestChannel.fingerprint(id.substring(0, id.indexOf('/')), id);
        certificates.put(fingerprint, id);
        return fingerprint;
    }

    private String names(Collection<String> keys) {
        TreeSet<String> names = new TreeSet<>();
        for (String key : keys) {
            String name = key.substring(0, key.length() - 1).replaceAll("/0{12}(?=\\d)", "/");
            int slash = name.indexOf('/');
            names.add(
                    name.startsWith("CERTIFICATE/")
                            ? "CERTIFICATE/" + certificates.get(name.substring(slash + 1))
                            : name);
        }
        return String.join(" ", names);
    }

    private static String json(String... ids) {
        return CanonicalJson.write(ids);
    }
}
