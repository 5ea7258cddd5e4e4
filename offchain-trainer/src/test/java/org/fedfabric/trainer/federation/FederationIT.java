package org.fedfabric.trainer.federation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.fedfabric.protocol.ledger.TaskState;
import org.fedfabric.protocol.ledger.Verdict;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.ledger.VersionState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FederationIT {
    @TempDir
    Path state;

    @Test
    void three_enterprises_train_three_versions_over_the_wire() throws Exception {
        long t0 = System.nanoTime();
        try (ScriptedFederation federation = new ScriptedFederation(state, 3, 3, ScriptedFederation.honest())) {
            System.out.println("up " + (System.nanoTime() - t0) / 1e9);
            federation.start();
            System.out.println("started " + (System.nanoTime() - t0) / 1e9);
            VersionRecord first = federation.version("head");
            VersionRecord last = first;
            for (int v = 0; v < 3; v++) {
                last = federation.playVersion();
                System.out.println("version " + (System.nanoTime() - t0) / 1e9);
            }

            assertThat(last.version()).isEqualTo(3);
            assertThat(last.state()).isEqualTo(VersionState.FINAL);
            assertThat(last.scoreMicros()).isLessThan(first.scoreMicros());
            assertThat(federation.version("2").contributors())
                    .allSatisfy(c -> assertThat(c.verdict().outcome()).isEqualTo(Verdict.Outcome.INCLUDED));
            assertThat(federation.as(0, "p1").evaluate("task:Get", ScriptedFederation.TASK))
                    .contains("\"state\":\"" + TaskState.COMPLETED + "\"");
        }
    }
}
