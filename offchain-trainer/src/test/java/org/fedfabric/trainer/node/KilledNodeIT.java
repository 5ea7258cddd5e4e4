package org.fedfabric.trainer.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.fedfabric.protocol.ledger.Contributor;
import org.fedfabric.protocol.ledger.TaskState;
import org.fedfabric.protocol.task.Privacy;
import org.fedfabric.trainer.sealing.SealedUpdate;
import org.fedfabric.trainer.sealing.SealedUpdates;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** kill -9 of the process that the whole task depends on: the only one that may close and advance versions. */
@Timeout(600)
class KilledNodeIT {
    private static final int ENTERPRISES = 3;
    private static final int VERSIONS = 3;
    private static final int KILLED_AT = 1;

    /** Found by the first test of this JVM, whichever it is. */
    private static String undisturbedCid;

    @TempDir
    Path folder;

    /** Runs a task; the disturbance gets the process of the only aggregator, once everybody works. */
    private String finalCid(String name, Disturbance disturbance) throws Exception {
        return finalCid(name, Privacy.none(), disturbance);
    }

    private String finalCid(String name, Privacy privacy, Disturbance disturbance) throws Exception {
        Path place = folder.resolve(name);
        try (TestFederation federation = TestFederation.startWithRoles(
                        place.resolve("network"),
                        ENTERPRISES,
                        1,
                        enterprise -> enterprise == 0 ? "TRAINER,AGGREGATOR" : "TRAINER");
                NodeProcess aggregator = new NodeProcess(federation, 0, place.resolve("node-0"));
                NodeProcess second = new NodeProcess(federation, 1, place.resolve("node-1"));
                NodeProcess third = new NodeProcess(federation, 2, place.resolve("node-2"))) {
            federation.create(federation.draft(VERSIONS, 120, ENTERPRISES).with(privacy, false));
            federation.startWith(ENTERPRISES);
            disturbance.happen(federation, aggregator);
            assertThat(new int[] {aggregator.awaitEnd(), second.awaitEnd(), third.awaitEnd()})
                    .containsOnly(0);
            assertThat(federation.task().state()).isEqualTo(TaskState.COMPLETED);
            assertThat(federation.head().version()).isEqualTo(VERSIONS);
            return federation.head().modelCid();
        }
    }

    private interface Disturbance {
        void happen(TestFederation federation, NodeProcess aggregator) throws Exception;
    }

    private String undisturbed() throws Exception {
        if (undisturbedCid == null) {
            undisturbedCid = finalCid("undisturbed", (federation, aggregator) -> {});
        }
        return undisturbedCid;
    }

    private Optional<SealedUpdate> sealed(String name) {
        return new SealedUpdates(folder.resolve(name).resolve("node-0"))
                .find(TestFederation.TASK, KILLED_AT, "EnterpriseAMSP/p1");
    }

    private static String committed(TestFederation federation) throws Exception {
        return federation.contract(0, "admin").version(TestFederation.TASK, KILLED_AT).stream()
                .flatMap(version -> version.contributors().stream())
                .filter(contributor -> contributor.id().equals("EnterpriseAMSP/p1"))
                .map(Contributor::cid)
                .findFirst()
                .orElseThrow(() -> new IOException("Version " + KILLED_AT + " must count the killed participant"));
    }

    /** The last two lie between computing the next model and its commit, a few tens of milliseconds wide. */
    @ParameterizedTest
    @CsvSource({
        "training-finished, 0",
        "sealed, 0",
        "submitted, 0",
        "closed, 0",
        "advance-started, 0",
        "computed, 0",
        "computed, 30"
    })
    void the_task_ends_with_the_same_model(String step, long delayMillis) throws Exception {
        String name = step + "-" + delayMillis;
        SealedUpdate[] atKill = new SealedUpdate[1];
        String[] counted = new String[1];

        String cid = finalCid(name, (federation, aggregator) -> {
            aggregator.await(step, KILLED_AT);
            Thread.sleep(delayMillis);
            aggregator.kill();
            atKill[0] = sealed(name).orElse(null);
            aggregator.start();
            aggregator.await("published-seen", KILLED_AT + 1L);
            counted[0] = committed(federation);
        });

        assertThat(cid).isEqualTo(undisturbed());
        if (atKill[0] != null) {
            assertThat(counted[0])
                    .as("what was sealed before the kill is what was sent after it")
                    .isEqualTo(atKill[0].cid().text());
        }
        if (step.equals("sealed")) {
            assertThat(atKill[0]).isNotNull();
        }
    }

    /**
     * Noise is drawn before the bytes are on disk to stay, so a process killed before leaves nothing and draws anew; one
     * killed after sends those bytes and no others: two noised copies of one update could be averaged.
     */
    @ParameterizedTest
    @ValueSource(strings = {"training-finished", "sealed", "submitted"})
    void in_a_task_with_noise_what_was_sealed_is_what_is_sent(String step) throws Exception {
        // ε ≈ 6 over three versions, within the accounts' cap; its draws repeat with probability 0 for all that
        // matters.
        Privacy privacy = new Privacy(Privacy.Mechanism.DISCRETE_GAUSSIAN, Privacy.Unit.PARTICIPANT, 1_500_000, 10_000);
        String name = "noisy-" + step;
        SealedUpdate[] atKill = new SealedUpdate[1];
        SealedUpdate[] afterwards = new SealedUpdate[1];

        finalCid(name, privacy, (federation, aggregator) -> {
            aggregator.await(step, KILLED_AT);
            aggregator.kill();
            atKill[0] = sealed(name).orElse(null);
            aggregator.start();
            aggregator.await("submitted", KILLED_AT);
            afterwards[0] = sealed(name).orElse(null);
            aggregator.await("published-seen", KILLED_AT + 1L);
            assertThat(committed(federation))
                    .as("what lies on disk is what the ledger counts")
                    .isEqualTo(afterwards[0].cid().text());
        });

        if (!step.equals("training-finished")) {
            assertThat(atKill[0]).isNotNull();
        }
        if (atKill[0] != null) {
            assertThat(afterwards[0].bytes()).isEqualTo(atKill[0].bytes());
        }
    }
}
