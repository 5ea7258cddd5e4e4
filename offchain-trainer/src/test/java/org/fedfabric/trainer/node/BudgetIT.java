package org.fedfabric.trainer.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.fedfabric.protocol.ledger.RosterMember;
import org.fedfabric.protocol.ledger.StopReason;
import org.fedfabric.protocol.ledger.TaskRecord;
import org.fedfabric.protocol.ledger.TaskState;
import org.fedfabric.protocol.selection.HashChain;
import org.fedfabric.protocol.task.Privacy;
import org.fedfabric.trainer.ledger.FederationContract;
import org.fedfabric.trainer.ledger.Standing;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A task with noise of four versions, whose members have paid for two. */
@Timeout(180)
class BudgetIT {
    private static final int VERSIONS = 4;
    private static final int PAID = 2;
    private static final int ENTERPRISES = 3;

    /** Four submissions at four times the sensitivity fit into an account's ε of 8. */
    private static final Privacy NOISE =
            new Privacy(Privacy.Mechanism.DISCRETE_GAUSSIAN, Privacy.Unit.PARTICIPANT, 4_000_000, 10_000);

    @TempDir
    Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void stops_for_the_budget_when_allotments_end_before_the_versions() throws Exception {
        try (TestFederation federation = TestFederation.start(folder.resolve("network"), ENTERPRISES, 1)) {
            joinAll(federation);
            TaskRecord ended = run(federation);

            assertThat(ended.state()).isEqualTo(TaskState.STOPPED);
            assertThat(ended.stopReason()).isEqualTo(StopReason.BUDGET);
            assertThat(federation.head().version()).isEqualTo(PAID);
            assertThat(federation.contract(0, "admin").roster(TestFederation.TASK))
                    .extracting(Standing::member)
                    .extracting(RosterMember::allotment)
                    .containsOnly(0L);
        }
    }

    @Test
    void goes_on_to_the_last_version_when_members_top_up() throws Exception {
        try (TestFederation federation = TestFederation.start(folder.resolve("network"), ENTERPRISES, 1)) {
            joinAll(federation);
            for (int e = 0; e < ENTERPRISES; e++) {
                federation
                        .contract(e, "p1")
                        .client()
                        .submit("privacy:TopUp", TestFederation.TASK, Integer.toString(VERSIONS - PAID));
            }
            TaskRecord ended = run(federation);

            assertThat(ended.state()).isEqualTo(TaskState.COMPLETED);
            assertThat(federation.head().version()).isEqualTo(VERSIONS);
        }
    }

    /** Joins as the nodes would, but for two versions only, and starts the task. */
    private void joinAll(TestFederation federation) throws Exception {
        federation.create(federation.draft(VERSIONS, 120, 2).with(NOISE, false));
        String digest = federation.task().specDigest();
        for (int e = 0; e < ENTERPRISES; e++) {
            FederationContract member = federation.contract(e, "p1");
            byte[] secret = new ChainSecrets(state(e), OptionalLong.empty())
                    .findOrMake(TestFederation.TASK, member.whoami().id());
            member.join(TestFederation.TASK, digest, "rows-p1", new HashChain(secret, VERSIONS).tip(), List.of(), PAID);
        }
        federation.startWith(ENTERPRISES);
    }

    private TaskRecord run(TestFederation federation) throws Exception {
        List<Future<Map<String, TaskRecord>>> nodes = new ArrayList<>();
        for (int e = 0; e < ENTERPRISES; e++) {
            TrainerNode node = federation.node(e, state(e), ProgressLog.none());
            nodes.add(threads.submit(node::run));
        }
        for (Future<Map<String, TaskRecord>> node : nodes) {
            assertThat(node.get(120, TimeUnit.SECONDS)).containsKey(TestFederation.TASK);
        }
        return federation.task();
    }

    private Path state(int enterprise) {
        return folder.resolve("node-" + enterprise);
    }
}
