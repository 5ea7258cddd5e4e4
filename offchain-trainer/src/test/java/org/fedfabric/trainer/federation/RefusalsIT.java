package org.fedfabric.trainer.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.hyperledger.fabric.client.EndorseException;
import org.hyperledger.fabric.client.Proposal;
import org.hyperledger.fabric.client.Transaction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the rules refuse to identities that may call (protocol.md §1 to §4), through the gateway: the documented code, no
 * block, no changed record. Terms of tasks are {@link CreateRefusalsIT}'s, moments {@link DeadlinesIT}'s.
 */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusalsIT {
    private static final String[] TASKS = {"open", "running", "closed"};

    @TempDir
    static Path state;

    private ScriptedNetwork network;
    private String admin;
    private String a;
    private String b;
    private String c;
    private String late;
    private ScriptedTask running;
    private VersionRecord runningBase;
    private ScriptedTask closed;
    private ScriptedTask open;
    private long readAtHeight = -1;
    private Map<String, String> read;

    @BeforeAll
    void bringTasksIntoEveryState() throws Exception {
        network = ScriptedNetwork.honest(state, 3);
        network.open();
        admin = network.id(0, "admin");
        a = network.id(0, "p1");
        b = network.id(1, "p1");
        c = network.id(2, "p1");
        late = network.id(0, "p2");
        for (String id : List.of(a, b, c, late)) {
            network.enrol(id, "TRAINER,AGGREGATOR");
        }
        network.as(admin)
                .submit(
                        "participant:RegisterData",
                        SmallTask.edited(ScriptedNetwork.registration("guarded", 0), "allowUnprotected", "false"));
        open = new ScriptedTask(network, SmallTask.spec("open")).create();
        network.as(a).submit("participant:Join", open.joining(a));
        network.as(b).submit("participant:Join", open.joining(b));
        network.as(b).submit("participant:Leave", "open");

        running = new ScriptedTask(network, SmallTask.spec("running")).start(a, b, c);
        runningBase = running.version("head");
        running.submit(a, runningBase, running.update(a, runningBase));
        network.as(late).submit("participant:Join", running.joining(late));

        closed = new ScriptedTask(network, SmallTask.spec("closed")).start(a, b, c);
        VersionRecord closedBase = closed.submitAndClose(a, b, c);
        closed.revealAll(closedBase, a, b, c);

        ScriptedTask done = new ScriptedTask(
                        network,
                        SmallTask.revealable(
                                "done", RefusedCalls.SALT, Cid.of(new byte[1]).text()))
                .start(a, b, c);
        VersionRecord doneBase = done.submitAndClose(a, b, c);
        done.revealAll(doneBase, a, b, c);
        done.advance(a, doneBase);

        ScriptedTask stopped = new ScriptedTask(network, SmallTask.spec("stopped")).create();
        network.as(a).submit("participant:Join", stopped.joining(a));
        network.as(admin).submit("task:Stop", "stopped");
    }

    @AfterAll
    void stop() {
        network.close();
    }

    Stream<RefusedCalls.Refused> calls() throws Exception {
        return new RefusedCalls(network, open, running, closed).all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("calls")
    void is_refused_with_the_documented_code_and_writes_nothing(RefusedCalls.Refused call) throws Exception {
        if (network.height() != readAtHeight) {
            readAtHeight = network.height();
            read = network.records(TASKS);
        }
        network.refuses(call.code(), call.by(), call.function(), call.arguments());
        assertThat(network.records(TASKS)).isEqualTo(read);
    }

    @Test
    void an_update_for_a_version_with_a_successor_is_refused_as_stale() throws Exception {
        ScriptedTask task = new ScriptedTask(network, SmallTask.spec("stale")).start(a, b, c);
        VersionRecord base = task.submitAndClose(a, b, c);
        task.revealAll(base, a, b, c);
        task.advance(b, base);
        network.refuses(RefusalCode.NOT_HEAD, a, "round:Close", "stale", "0");
        assertThat(network.refuses(
                        RefusalCode.NOT_HEAD, a, "round:Advance", task.advancing(base, base.modelCid(), List.of())))
                .contains("PUBLISHED");
        network.refuses(
                RefusalCode.NOT_COLLECTING,
                late,
                "update:Submit",
                task.submitting(base, task.submission(late, base, task.update(late, base))));
    }

    @Test
    void an_enterprise_with_its_quota_of_places_gets_no_more_and_weighs_no_more() throws Exception {
        String[] crowd = {a, late, network.id(0, "p3"), b, c};
        network.enrol(crowd[2], "TRAINER");
        ScriptedTask task = new ScriptedTask(network, SmallTask.with(SmallTask.spec("crowded"), "selection.count", "4"))
                .start(crowd);
        VersionRecord base = task.version("head");
        List<String> ofA = base.selected().stream()
                .filter(id -> id.startsWith(network.mspIds().get(0)))
                .toList();
        assertThat(ofA).as("half of four places").hasSize(2);
        String left = Arrays.stream(crowd)
                .filter(id -> !base.selected().contains(id))
                .findFirst()
                .orElseThrow();
        network.refuses(
                RefusalCode.NOT_SELECTED,
                left,
                "update:Submit",
                task.submitting(base, task.submission(left, base, task.update(left, base))));

        // Two of A and one of B remain once C withholds nothing but sends rubbish: A's half is scaled down to B's.
        byte[] rubbish = new byte[16];
        for (String id : base.selected()) {
            byte[] bytes = id.equals(c) ? rubbish : task.update(id, base);
            task.submit(id, base, bytes);
            task.reveal(bytes, id);
        }
        network.as(a).submit("round:Close", task.name, "0");
        task.advance(a, base);
        assertThat(task.version("0").contributors())
                .filteredOn(contributor -> ofA.contains(contributor.id()))
                .allSatisfy(contributor -> assertThat(contributor.weight()).isEqualTo(1 << 15));
    }

    @Test
    void the_same_update_again_is_answered_with_its_record_and_changes_none() throws Exception {
        Map<String, String> before = network.records(TASKS);
        String[] arguments =
                running.submitting(runningBase, running.submission(a, runningBase, running.update(a, runningBase)));
        String record = network.as(a).evaluate("update:Get", "running", "0", a);
        assertThat(record)
                .contains(network.as(a).submit("update:Submit", arguments).result());
        assertThat(network.records(TASKS)).isEqualTo(before);
    }

    @Test
    void a_signed_proposal_is_endorsed_no_more_once_it_is_committed_and_a_transaction_counts_once() throws Exception {
        try (RawGateway gateway = network.raw(c, 2);
                RawGateway thief = network.raw(b, 1)) {
            String[] arguments =
                    running.submitting(runningBase, running.submission(c, runningBase, running.update(c, runningBase)));
            Proposal proposal = gateway.proposal("update:Submit", arguments);
            Transaction transaction = proposal.endorse();
            assertThat(transaction.submitAsync().getStatus().isSuccessful()).isTrue();
            Map<String, String> after = network.records(TASKS);
            long height = network.height();

            EndorseException failure = catchThrowableOfType(EndorseException.class, proposal::endorse);
            assertThat(RawGateway.text(failure)).contains("duplicate transaction found");
            assertThat(network.height()).isEqualTo(height);

            // Whoever carries a signed transaction a second time gets a block in which it counts for nothing.
            gateway.again(transaction).submitAsync();
            thief.again(transaction).submitAsync();
            network.as(a)
                    .submit(
                            "update:Submit",
                            running.submitting(
                                    runningBase, running.submission(a, runningBase, running.update(a, runningBase))));
            assertThat(network.records(TASKS)).isEqualTo(after);
        }
    }
}
