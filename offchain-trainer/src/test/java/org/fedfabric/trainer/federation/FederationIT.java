package org.fedfabric.trainer.federation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.protocol.data.FeatureEncoder;
import org.fedfabric.protocol.data.FeatureRows;
import org.fedfabric.protocol.data.RowsBlob;
import org.fedfabric.protocol.ledger.TaskState;
import org.fedfabric.protocol.ledger.Verdict;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.ledger.VersionState;
import org.fedfabric.protocol.model.ModelBlob;
import org.fedfabric.trainer.learning.LocalTraining;
import org.fedfabric.trainer.learning.ProgressListener;
import org.fedfabric.trainer.privacy.ModelUpdate;
import org.fedfabric.trainer.privacy.Noise;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FederationIT {
    @TempDir
    Path state;

    @Test
    void three_enterprises_train_three_versions_over_the_wire() throws Exception {
        try (ScriptedNetwork network = ScriptedNetwork.honest(state, 1)) {
            network.open();
            String[] ids = {network.id(0, "p1"), network.id(1, "p1"), network.id(2, "p1")};
            for (String id : ids) {
                network.enrol(id, "TRAINER,AGGREGATOR");
            }
            ScriptedTask task = new ScriptedTask(network, SmallTask.spec("scripted")).start(ids);
            VersionRecord first = task.version("head");
            VersionRecord head = first;
            for (int v = 0; v < 3; v++) {
                int[] trained = trained(task, head);
                for (String id : ids) {
                    byte[] update = task.update(id, head, trained);
                    task.submit(id, head, update);
                    task.reveal(update, id);
                }
                network.as(ids[v]).submit("round:Close", task.name, Integer.toString(v));
                head = task.advance(ids[v], head);
            }

            assertThat(head.version()).isEqualTo(3);
            assertThat(head.state()).isEqualTo(VersionState.FINAL);
            assertThat(head.scoreMicros()).isLessThan(first.scoreMicros());
            assertThat(task.version("2").contributors())
                    .extracting(c -> c.id() + " " + c.verdict().outcome())
                    .isEqualTo(List.of(ids).stream()
                            .map(id -> id + " " + Verdict.Outcome.INCLUDED)
                            .toList());
            assertThat(network.as(ids[0]).evaluate("task:Get", task.name))
                    .contains("\"state\":\"" + TaskState.COMPLETED + "\"");
        }
    }

    private static int[] trained(ScriptedTask task, VersionRecord base) throws Exception {
        FeatureRows rows =
                FeatureEncoder.encode(RowsBlob.decode(task.spec.data(), SmallTask.rows(SmallTask.ROWS, true)));
        float[] before = ModelBlob.decode(
                SmallTask.MODEL,
                task.network
                        .store(task.network.mspIds().get(0))
                        .get(
                                Cid.parse(base.modelCid()),
                                ModelBlob.lengthBytes(SmallTask.MODEL),
                                Duration.ofSeconds(10)));
        float[] after = LocalTraining.run(
                        SmallTask.MODEL,
                        task.spec.training(),
                        task.spec.data(),
                        rows,
                        before,
                        base.version(),
                        ProgressListener.NONE)
                .parameters();
        return Noise.none()
                .addTo(ModelUpdate.between(before, after)
                        .clip(task.spec.quantisation().clipNorm())
                        .quantise(task.spec.quantisation(), ScriptedNetwork.ROWS_LOG2))
                .values();
    }
}
