package org.fedfabric.trainer.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.ledger.HoldOutScore;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.protocol.task.Evaluation;
import org.fedfabric.trainer.provenance.LocalEnvironment;
import org.hyperledger.fabric.client.EndorseException;
import org.hyperledger.fabric.client.GatewayException;
import org.hyperledger.fabric.client.Proposal;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every function called through the gateway by everybody who should not, with arguments that are right otherwise. In the
 * table {@code ok} means that the caller may; a code that is not about identity, that it may and what it meets then.
 */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessIT {
    private static final String TABLE = """
            function                | stranger     | auditor      | requester    | suspended | unbound-admin | rival-admin  | not-owner
            endorser:Status         | ok           | ok           | ok           | ok        | ok            | ok           | ok
            enterprise:Vote         | NOT_ADMIN    | NOT_ADMIN    | NOT_ADMIN    | NOT_ADMIN | ok            | OWN_ENTERPRISE | NOT_ADMIN
            enterprise:Get          | ok           | ok           | ok           | ok        | ok            | ok           | ok
            enterprise:List         | ok           | ok           | ok           | ok        | ok            | ok           | ok
            participant:Enroll      | NOT_ADMIN    | NOT_ADMIN    | NOT_ADMIN    | NOT_ADMIN | ok            | ok           | NOT_ADMIN
            participant:Bind        | NOT_ADMIN    | NOT_ADMIN    | NOT_ADMIN    | NOT_ADMIN | NOT_ADMIN     | NOT_ADMIN    | NOT_ADMIN
            participant:Unbind      | NOT_ADMIN    | NOT_ADMIN    | NOT_ADMIN    | NOT_ADMIN | NOT_ADMIN     | NOT_ADMIN    | NOT_ADMIN
            participant:Suspend     | NOT_ADMIN    | NOT_ADMIN    | NOT_ADMIN    | NOT_ADMIN | NOT_ADMIN     | NOT_ADMIN    | NOT_ADMIN
            participant:RegisterData| NOT_ENROLLED | MISSING_ROLE | MISSING_ROLE | SUSPENDED | NOT_ENROLLED  | ok           | NOT_ADMIN
            participant:Join        | NOT_ENROLLED | MISSING_ROLE | MISSING_ROLE | SUSPENDED | NOT_ENROLLED  | MISSING_ROLE | NO_DATA_ACCOUNT
            participant:Leave       | NOT_ENROLLED | NOT_JOINED   | NOT_JOINED   | SUSPENDED | NOT_ENROLLED  | NOT_JOINED   | ok
            participant:Declare     | NOT_ENROLLED | NOT_JOINED   | NOT_JOINED   | SUSPENDED | NOT_ENROLLED  | NOT_JOINED   | ok
            participant:Get         | ok           | ok           | ok           | ok        | ok            | ok           | ok
            participant:Whoami      | NOT_ENROLLED | ok           | ok           | ok        | NOT_ENROLLED  | ok           | ok
            participant:List        | ok           | ok           | ok           | ok        | ok            | ok           | ok
            task:Create             | NOT_ENROLLED | MISSING_ROLE | ok           | SUSPENDED | NOT_ENROLLED  | ok           | MISSING_ROLE
            task:Admit              | NOT_ENROLLED | NOT_OWNER    | NOT_OWNER    | SUSPENDED | NOT_ENROLLED  | NOT_OWNER    | NOT_OWNER
            task:Start              | NOT_ENROLLED | NOT_OWNER    | NOT_OWNER    | SUSPENDED | NOT_ENROLLED  | NOT_OWNER    | NOT_OWNER
            task:Stop               | NOT_ENROLLED | NOT_OWNER    | NOT_OWNER    | SUSPENDED | NOT_ENROLLED  | NOT_OWNER    | NOT_OWNER
            task:RevealTest         | NOT_ENROLLED | NOT_OWNER    | NOT_OWNER    | SUSPENDED | NOT_ENROLLED  | NOT_OWNER    | NOT_OWNER
            task:Get                | ok           | ok           | ok           | ok        | ok            | ok           | ok
            task:List               | ok           | ok           | ok           | ok        | ok            | ok           | ok
            task:Joins              | ok           | ok           | ok           | ok        | ok            | ok           | ok
            task:Declarations       | ok           | ok           | ok           | ok        | ok            | ok           | ok
            round:Get               | ok           | ok           | ok           | ok        | ok            | ok           | ok
            round:History           | ok           | ok           | ok           | ok        | ok            | ok           | ok
            round:Report            | NOT_ENROLLED | MISSING_ROLE | MISSING_ROLE | SUSPENDED | NOT_ENROLLED  | MISSING_ROLE | ok
            round:Reports           | ok           | ok           | ok           | ok        | ok            | ok           | ok
            round:Close             | NOT_ENROLLED | MISSING_ROLE | MISSING_ROLE | SUSPENDED | NOT_ENROLLED  | MISSING_ROLE | TOO_EARLY
            round:Advance           | NOT_ENROLLED | MISSING_ROLE | MISSING_ROLE | SUSPENDED | NOT_ENROLLED  | MISSING_ROLE | NOT_CLOSED
            round:Recompute         | NOT_ENROLLED | NOT_CLOSED   | NOT_CLOSED   | SUSPENDED | NOT_ENROLLED  | NOT_CLOSED   | NOT_CLOSED
            update:Submit           | NOT_ENROLLED | MISSING_ROLE | MISSING_ROLE | SUSPENDED | NOT_ENROLLED  | MISSING_ROLE | ok
            update:Judge            | NOT_ENROLLED | NOT_CLOSED   | NOT_CLOSED   | SUSPENDED | NOT_ENROLLED  | NOT_CLOSED   | NOT_CLOSED
            update:Get              | ok           | ok           | ok           | ok        | ok            | ok           | ok
            update:List             | ok           | ok           | ok           | ok        | ok            | ok           | ok
            reputation:Get          | ok           | ok           | ok           | ok        | ok            | ok           | ok
            reputation:List         | ok           | ok           | ok           | ok        | ok            | ok           | ok
            reputation:Candidates   | ok           | ok           | ok           | ok        | ok            | ok           | ok
            privacy:Account         | ok           | ok           | ok           | ok        | ok            | ok           | ok
            privacy:List            | ok           | ok           | ok           | ok        | ok            | ok           | ok
            privacy:TopUp           | NOT_ENROLLED | MISSING_ROLE | MISSING_ROLE | SUSPENDED | NOT_ENROLLED  | MISSING_ROLE | NOT_CHARGED
            privacy:Release         | NOT_ENROLLED | MISSING_ROLE | MISSING_ROLE | SUSPENDED | NOT_ENROLLED  | MISSING_ROLE | WRONG_TASK_STATE
            """;

    @TempDir
    static Path state;

    private ScriptedNetwork network;
    private final Map<String, String> callers = new LinkedHashMap<>();
    private final Map<String, String[]> arguments = new TreeMap<>();

    @BeforeAll
    void startATask() throws Exception {
        network = ScriptedNetwork.honest(state, 4);
        network.open();
        String a = network.id(0, "p1");
        String b = network.id(1, "p1");
        String c = network.id(2, "p1");
        for (String id : List.of(a, b, c)) {
            network.enrol(id, "TRAINER,AGGREGATOR");
        }
        ScriptedTask running =
                new ScriptedTask(network, SmallTask.spec("running").evaluating(Evaluation.SHARED)).start(a, b, c);
        ScriptedTask open = new ScriptedTask(network, SmallTask.spec("open")).create();
        VersionRecord base = running.version("head");
        running.submit(a, base, running.update(a, base));

        callers.put("stranger", network.id(0, "p2"));
        callers.put("auditor", network.id(0, "auditor"));
        callers.put("requester", network.id(0, "p3"));
        callers.put("suspended", b);
        callers.put("unbound-admin", network.id(2, "admin"));
        callers.put("rival-admin", network.id(1, "admin"));
        callers.put("not-owner", c);
        network.enrol(callers.get("auditor"), "AUDITOR");
        network.enrol(callers.get("requester"), "REQUESTER");
        network.as(network.id(1, "admin")).submit("participant:Suspend", b, "true");
        network.as(network.id(2, "admin")).submit("participant:Unbind", network.fingerprint(network.id(2, "admin")));

        byte[] byC = running.update(c, base);
        arguments("endorser:Status");
        arguments("enterprise:Vote", network.mspIds().get(1), "SUSPEND", "");
        arguments("enterprise:Get", network.mspIds().get(1));
        arguments("enterprise:List");
        arguments("participant:Enroll", "new", "TRAINER", "cd".repeat(32));
        arguments("participant:Bind", a, "cd".repeat(32));
        arguments("participant:Unbind", network.fingerprint(a));
        arguments("participant:Suspend", a, "true");
        arguments("participant:RegisterData", ScriptedNetwork.registration("fresh", 0));
        arguments("participant:Join", "open", open.spec.digest(), "nothing", "ef".repeat(32), "", "0");
        arguments("participant:Leave", "running");
        arguments("participant:Declare", "running", CanonicalJson.write(LocalEnvironment.current()));
        arguments("participant:Get", a);
        arguments("participant:Whoami");
        arguments("participant:List", network.mspIds().get(0), "10", "");
        arguments("task:Create", CanonicalJson.write(SmallTask.spec("another")));
        arguments("task:Admit", "open", "[]");
        arguments("task:Start", "open", "[]");
        arguments("task:Stop", "open");
        arguments(
                "task:RevealTest",
                "running",
                "00".repeat(16),
                Cid.of(new byte[1]).text(),
                "1");
        arguments("task:Get", "open");
        arguments("task:List", "10", "");
        arguments("task:Joins", "running", "10", "");
        arguments("task:Declarations", "running", "10", "");
        arguments("round:Get", "running", "0");
        arguments("round:History", "running", "0", "10");
        arguments("round:Report", "running", "0", CanonicalJson.write(new HoldOutScore(1, 6, 500_000, 750_000)));
        arguments("round:Reports", "running", "0", "10", "");
        arguments("round:Close", "running", "0");
        arguments("round:Advance", running.advancing(base, base.modelCid(), List.of()));
        arguments("round:Recompute", "running", "1");
        arguments("update:Submit", running.submitting(base, running.submission(c, base, byC)));
        arguments("update:Judge", "running", "0", a);
        arguments("update:Get", "running", "0", a);
        arguments("update:List", "running", "0");
        arguments("reputation:Get", "running", a);
        arguments("reputation:List", "running", "0");
        arguments("reputation:Candidates", "running", "", "0", "0", "100", "");
        arguments("privacy:Account", network.mspIds().get(0), "rows");
        arguments("privacy:List", network.mspIds().get(0), "10", "");
        arguments("privacy:TopUp", "running", "1");
        arguments("privacy:Release", "running");
    }

    @AfterAll
    void stop() {
        network.close();
    }

    @Test
    void the_table_has_a_row_for_every_function() {
        assertThat(rows().map(row -> row.get(0)))
                .containsExactlyInAnyOrderElementsOf(network.functions().keySet());
    }

    Stream<Arguments> functions() {
        return rows().map(row -> Arguments.of(row.get(0), row.subList(1, row.size())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("functions")
    void each_caller_meets_the_documented_code_and_nothing_is_written(String function, List<String> expected)
            throws Exception {
        Map<String, String> before = network.records("running", "open");
        long height = network.height();
        List<String> names = List.copyOf(callers.keySet());
        for (int i = 0; i < names.size(); i++) {
            String caller = callers.get(names.get(i));
            if (expected.get(i).equals("ok")) {
                // Evaluated, not submitted: that the caller may is the point, not what would follow from it.
                assertThat(network.as(caller).evaluate(function, arguments.get(function)))
                        .as(names.get(i))
                        .isNotEmpty();
            } else {
                network.refuses(RefusalCode.valueOf(expected.get(i)), caller, function, arguments.get(function));
            }
        }
        assertThat(network.height()).isEqualTo(height);
        assertThat(network.records("running", "open")).isEqualTo(before);
    }

    @Test
    void an_unknown_function_and_a_wrong_number_of_arguments_are_refused() throws Exception {
        String a = network.id(0, "p1");
        assertThat(network.refuses(RefusalCode.UNKNOWN_FUNCTION, a, "task:Destroy", "running"))
                .contains("task:Destroy");
        for (String function : network.functions().keySet()) {
            String[] given = arguments.get(function);
            network.refuses(RefusalCode.WRONG_ARGUMENT_COUNT, a, function, append(given, "more"));
        }
        network.refuses(RefusalCode.WRONG_ARGUMENT_COUNT, a, "round:Close", "running");
    }

    @Test
    void a_proposal_altered_after_signing_is_denied_before_any_chaincode_runs() throws Exception {
        String a = network.id(0, "p1");
        long height = network.height();
        try (RawGateway gateway = network.raw(a, 0)) {
            Proposal proposal = gateway.proposal("round:Close", "running", "0");
            Proposal altered = gateway.altered(proposal, "running", "runnyng");
            GatewayException failure = catchThrowableOfType(EndorseException.class, altered::endorse);
            assertThat(RawGateway.text(failure)).contains("access denied").doesNotContain("FF-");
        }
        assertThat(network.height()).isEqualTo(height);
    }

    @Test
    void what_another_enterprises_gateway_carries_is_still_the_signers() throws Exception {
        long height = network.height();
        try (RawGateway gateway = network.raw(network.id(0, "p2"), 1)) {
            GatewayException failure = catchThrowableOfType(
                    EndorseException.class, gateway.proposal("participant:Leave", "running")::endorse);
            assertThat(RawGateway.text(failure)).contains(RefusalCode.NOT_ENROLLED.prefix());
        }
        assertThat(network.height()).isEqualTo(height);
    }

    private void arguments(String function, String... values) {
        arguments.put(function, values);
    }

    private static String[] append(String[] values, String last) {
        return Stream.concat(Arrays.stream(values), Stream.of(last)).toArray(String[]::new);
    }

    private static Stream<List<String>> rows() {
        return TABLE.lines().skip(1).map(AccessIT::cells);
    }

    private static List<String> cells(String line) {
        return Arrays.stream(line.split("\\|")).map(String::strip).toList();
    }
}
