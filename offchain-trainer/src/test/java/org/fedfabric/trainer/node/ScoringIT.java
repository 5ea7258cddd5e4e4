package org.fedfabric.trainer.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.data.FeatureEncoder;
import org.fedfabric.protocol.data.RawRows;
import org.fedfabric.protocol.ledger.LocalScore;
import org.fedfabric.protocol.ledger.TaskRecord;
import org.fedfabric.protocol.ledger.TaskState;
import org.fedfabric.protocol.task.Evaluation;
import org.fedfabric.trainer.provenance.ModelProvenance;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Three enterprises hold rows out: two share their scores, one does not. */
@Timeout(120)
class ScoringIT {
    @TempDir
    Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private TrainerNode node(TestFederation federation, int enterprise, boolean share) throws Exception {
        RawRows rows = TestFederation.rows(10L * enterprise + 1, 300);
        return new TrainerNode(
                TestFederation.settings(stateOf(enterprise), Retention.defaults(), new OwnScores(25, share)),
                federation.connections(enterprise),
                federation.store(enterprise),
                List.of(NodeParticipant.honest(
                        federation.identity(enterprise, "p1"), "rows-p1", schema -> FeatureEncoder.encode(rows))),
                ProgressLog.none());
    }

    private Path stateOf(int enterprise) {
        return folder.resolve("node-" + enterprise);
    }

    private OwnScore kept(int enterprise, String id, long version) throws Exception {
        Path file = stateOf(enterprise)
                .resolve("scores")
                .resolve(TestFederation.TASK)
                .resolve(id.replace('/', '.'))
                .resolve(version + ".json");
        return CanonicalJson.read(Files.readAllBytes(file), OwnScore.class);
    }

    @Test
    void members_report_the_last_version_where_they_want_to_and_keep_it_where_not() throws Exception {
        try (TestFederation federation = TestFederation.start(folder.resolve("network"), 3, 1)) {
            federation.create(federation.draft(2, 60, 2).evaluating(Evaluation.SHARED));
            List<Future<Map<String, TaskRecord>>> nodes = new ArrayList<>();
            for (int e = 0; e < 3; e++) {
                nodes.add(threads.submit(node(federation, e, e != 2)::run));
            }
            federation.startWith(3);
            for (Future<Map<String, TaskRecord>> node : nodes) {
                assertThat(node.get(60, TimeUnit.SECONDS)
                                .get(TestFederation.TASK)
                                .state())
                        .isEqualTo(TaskState.COMPLETED);
            }
            List<String> ids = new ArrayList<>();
            for (int e = 0; e < 3; e++) {
                ids.add(federation.contract(e, "p1").whoami().id());
            }
            long last = federation.head().version();
            List<LocalScore> reports = federation.contract(0, "admin").reports(TestFederation.TASK, last);
            assertThat(reports).extracting(LocalScore::participantId).containsExactly(ids.get(0), ids.get(1));
            for (int e = 0; e < 2; e++) {
                assertThat(reports.get(e).score())
                        .isEqualTo(kept(e, ids.get(e), last).claim());
            }
            assertThat(ModelProvenance.of(federation.contract(0, "admin"), federation.task(), federation.head())
                            .contributions())
                    .as("what model show prints beside the scores")
                    .extracting(ModelProvenance.Contribution::dataVersion)
                    .containsExactly(1L, 1L, 1L);
            assertThat(kept(2, ids.get(2), last).cid())
                    .isEqualTo(federation.head().modelCid());
        }
    }
}
