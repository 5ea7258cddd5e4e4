package org.fedfabric.chaincode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.fedfabric.chaincode.function.Function;
import org.fedfabric.chaincode.identity.Identity;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.ledger.AdvanceRequest;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.protocol.refusal.RefusalException;
import org.fedfabric.protocol.task.Evaluation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Every function called by everybody who should not, with arguments that are right otherwise. {@code ok} means that the
 * caller may and that nothing else stands in the way; another code than one about identity means that the caller may, and
 * what it meets then.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessMatrixTest {
    private static final String A = "OrgA/anna";
    private static final String B = "OrgB/bob";
    private static final String C = "OrgC/cleo";

    private static final String TABLE = """
            function                | stranger     | auditor      | suspended | foreign-admin | not-owner
            enterprise:Vote         | NOT_ADMIN    | NOT_ADMIN    | NOT_ADMIN | NOT_FOUND     | NOT_ADMIN
            enterprise:Get          | ok           | ok           | ok        | ok            | ok
            enterprise:List         | ok           | ok           | ok        | ok            | ok
            participant:Enroll      | NOT_ADMIN    | NOT_ADMIN    | NOT_ADMIN | ok            | NOT_ADMIN
            participant:Bind        | NOT_ADMIN    | NOT_ADMIN    | NOT_ADMIN | NOT_ADMIN     | NOT_ADMIN
            participant:Unbind      | NOT_ADMIN    | NOT_ADMIN    | NOT_ADMIN | NOT_ADMIN     | NOT_ADMIN
            participant:Suspend     | NOT_ADMIN    | NOT_ADMIN    | NOT_ADMIN | NOT_ADMIN     | NOT_ADMIN
            participant:RegisterData| NOT_ENROLLED | MISSING_ROLE | SUSPENDED | NOT_ENROLLED  | NOT_ADMIN
            participant:Join        | NOT_ENROLLED | MISSING_ROLE | SUSPENDED | NOT_ENROLLED  | NO_DATA_ACCOUNT
            participant:Leave       | NOT_ENROLLED | NOT_JOINED   | SUSPENDED | NOT_ENROLLED  | ok
            participant:Declare     | NOT_ENROLLED | NOT_JOINED   | SUSPENDED | NOT_ENROLLED  | ok
            participant:Get         | ok           | ok           | ok        | ok            | ok
            participant:Whoami      | NOT_ENROLLED | ok           | ok        | NOT_ENROLLED  | ok
            participant:List        | ok           | ok           | ok        | ok            | ok
            task:Create             | NOT_ENROLLED | MISSING_ROLE | SUSPENDED | NOT_ENROLLED  | MISSING_ROLE
            task:Admit              | NOT_ENROLLED | NOT_OWNER    | SUSPENDED | NOT_ENROLLED  | NOT_OWNER
            task:Start              | NOT_ENROLLED | NOT_OWNER    | SUSPENDED | NOT_ENROLLED  | NOT_OWNER
            task:Stop               | NOT_ENROLLED | NOT_OWNER    | SUSPENDED | NOT_ENROLLED  | NOT_OWNER
            task:RevealTest         | NOT_ENROLLED | NOT_OWNER    | SUSPENDED | NOT_ENROLLED  | NOT_OWNER
            task:Get                | ok           | ok           | ok        | ok            | ok
            task:List               | ok           | ok           | ok        | ok            | ok
            task:Joins              | ok           | ok           | ok        | ok            | ok
            task:Declarations       | ok           | ok           | ok        | ok            | ok
            round:Get               | ok           | ok           | ok        | ok            | ok
            round:History           | ok           | ok           | ok        | ok            | ok
            round:Report            | NOT_ENROLLED | MISSING_ROLE | SUSPENDED | NOT_ENROLLED  | ok
            round:Reports           | ok           | ok           | ok        | ok            | ok
            round:Close             | NOT_ENROLLED | MISSING_ROLE | SUSPENDED | NOT_ENROLLED  | TOO_EARLY
            round:Advance           | NOT_ENROLLED | MISSING_ROLE | SUSPENDED | NOT_ENROLLED  | NOT_CLOSED
            round:Recompute         | NOT_ENROLLED | NOT_CLOSED   | SUSPENDED | NOT_ENROLLED  | NOT_CLOSED
            update:Submit           | NOT_ENROLLED | MISSING_ROLE | SUSPENDED | NOT_ENROLLED  | ok
            update:Judge            | NOT_ENROLLED | NOT_CLOSED   | SUSPENDED | NOT_ENROLLED  | NOT_CLOSED
            update:Get              | ok           | ok           | ok        | ok            | ok
            update:List             | ok           | ok           | ok        | ok            | ok
            reputation:Get          | ok           | ok           | ok        | ok            | ok
            reputation:List         | ok           | ok           | ok        | ok            | ok
            reputation:Candidates   | ok           | ok           | ok        | ok            | ok
            privacy:Account         | ok           | ok           | ok        | ok            | ok
            privacy:List            | ok           | ok           | ok        | ok            | ok
            privacy:TopUp           | NOT_ENROLLED | MISSING_ROLE | SUSPENDED | NOT_ENROLLED  | NOT_CHARGED
            endorser:Status         | ok           | ok           | ok        | ok            | ok
            privacy:Release         | NOT_ENROLLED | MISSING_ROLE | SUSPENDED | NOT_ENROLLED  | WRONG_TASK_STATE
            """;

    private final Federation federation = new Federation();
    private final Map<String, Identity> callers = new LinkedHashMap<>();
    private final Map<String, String[]> arguments = new TreeMap<>();

    @BeforeAll
    void startATask() throws Exception {
        federation.started(TinyTask.spec("running", 3, 2).evaluating(Evaluation.SHARED), A, B, C);
        federation.create(TinyTask.spec("open", 3, 2));
        byte[] byAnna = federation.update("running", A, 5, 1);
        federation.submit("running", A, byAnna);

        Identity auditor = TestChannel.client("OrgA", "auditor");
        federation.channel.run(
                TestChannel.admin("OrgA"), "participant:Enroll", "auditor", "AUDITOR", auditor.fingerprint());
        federation.channel.run(TestChannel.admin("OrgB"), "participant:Suspend", B, "true");
        callers.put("stranger", TestChannel.client("OrgA", "stranger"));
        callers.put("auditor", auditor);
        callers.put("suspended", federation.identity(B));
        callers.put("foreign-admin", TestChannel.admin("OrgD"));
        callers.put("not-owner", federation.identity(C));

        String digest = federation.task("open").specDigest();
        String submission = CanonicalJson.write(federation.submission(C, federation.update("running", C, 6, 1)));
        String request = CanonicalJson.write(
                new AdvanceRequest(1, federation.head("running").modelCid(), List.of(), List.of(), List.of()));
        String fingerprint = federation.identity(A).fingerprint();
        arguments("enterprise:Vote", "OrgC", "SUSPEND", "");
        arguments("enterprise:Get", "OrgB");
        arguments("enterprise:List");
        arguments("participant:Enroll", "new", "TRAINER", "cd".repeat(32));
        arguments("participant:Bind", A, "cd".repeat(32));
        arguments("participant:Unbind", fingerprint);
        arguments("participant:Suspend", A, "true");
        arguments("participant:RegisterData", Federation.registration("fresh", true));
        arguments("participant:Join", "open", digest, "nothing", "ef".repeat(32), "", "0");
        arguments("participant:Leave", "running");
        arguments("participant:Declare", "running", CanonicalJson.write(DeclarationFunctionsTest.environment("x")));
        arguments("participant:Get", A);
        arguments("participant:Whoami");
        arguments("participant:List", "OrgA", "10", "");
        arguments("task:Create", CanonicalJson.write(TinyTask.spec("another", 3, 2)));
        arguments("task:Admit", "open", "[]");
        arguments("task:Start", "open", "[]");
        arguments("task:Stop", "open");
        arguments("task:RevealTest", "running", "00".repeat(16), TinyTask.cid(new byte[1]), "1");
        arguments("task:Get", "open");
        arguments("task:List", "10", "");
        arguments("task:Joins", "running", "10", "");
        arguments("task:Declarations", "running", "10", "");
        arguments("round:Get", "running", "0");
        arguments("round:History", "running", "0", "10");
        arguments("round:Report", "running", "0", CanonicalJson.write(ScoreFunctionsTest.score(500_000)));
        arguments("round:Reports", "running", "0", "10", "");
        arguments("round:Close", "running", "0");
        arguments("round:Advance", "running", "0", request);
        arguments("round:Recompute", "running", "1");
        arguments("update:Submit", "running", "0", submission);
        arguments("update:Judge", "running", "0", A);
        arguments("update:Get", "running", "0", A);
        arguments("update:List", "running", "0");
        arguments("reputation:Get", "running", A);
        arguments("reputation:List", "running", "0");
        arguments("reputation:Candidates", "running", "", "0", "0", "100", "");
        arguments("privacy:Account", "OrgA", "data-anna");
        arguments("privacy:List", "OrgA", "10", "");
        arguments("privacy:TopUp", "running", "1");
        arguments("privacy:Release", "running");
        arguments("endorser:Status");
    }

    @AfterAll
    void stopThreads() {
        federation.close();
    }

    @Test
    void the_table_has_a_row_for_every_function() {
        assertThat(rows().map(row -> row.get(0)))
                .containsExactlyInAnyOrderElementsOf(federation.endorsers.get(0).functions().all().stream()
                        .map(Function::name)
                        .toList());
    }

    @TestFactory
    Stream<DynamicTest> each_caller_meets_the_documented_code() {
        List<String> header = cells(TABLE.lines().findFirst().orElseThrow());
        return rows().flatMap(row -> java.util.stream.IntStream.range(1, row.size())
                .mapToObj(i -> DynamicTest.dynamicTest(
                        row.get(0) + " by " + header.get(i),
                        () -> check(row.get(0), callers.get(header.get(i)), row.get(i)))));
    }

    private void check(String function, Identity caller, String expected) {
        if (expected.equals("ok")) {
            Map<String, String> before = federation.channel.ledger.snapshot();
            federation.channel.simulate(caller, function, arguments.get(function));
            assertThat(federation.channel.ledger.snapshot()).isEqualTo(before);
            return;
        }
        String message =
                federation.channel.refuses(RefusalCode.valueOf(expected), caller, function, arguments.get(function));
        assertThat(message).doesNotContain("null").isNotEmpty();
    }

    @Test
    void the_owner_itself_may() {
        assertThat(federation
                        .channel
                        .simulate(federation.requester, "task:Stop", "open")
                        .result())
                .isNotNull();
        assertThat(org.assertj.core.api.Assertions.catchThrowableOfType(
                                RefusalException.class,
                                () -> federation.channel.simulate(
                                        federation.requester, "task:Start", arguments.get("task:Start")))
                        .code())
                .isEqualTo(RefusalCode.TOO_FEW_PARTICIPANTS);
    }

    private void arguments(String function, String... values) {
        arguments.put(function, values);
    }

    private static Stream<List<String>> rows() {
        return TABLE.lines().skip(1).map(AccessMatrixTest::cells);
    }

    private static List<String> cells(String line) {
        return Arrays.stream(line.split("\\|")).map(String::strip).toList();
    }
}
