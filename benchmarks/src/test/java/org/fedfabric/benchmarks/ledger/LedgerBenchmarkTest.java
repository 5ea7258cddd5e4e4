package org.fedfabric.benchmarks.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.fedfabric.benchmarks.measure.Figure;
import org.fedfabric.benchmarks.measure.Setting;
import org.fedfabric.embedded.EmbeddedNetwork;
import org.fedfabric.embedded.FedFabricFactory;
import org.fedfabric.embedded.NetworkConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class LedgerBenchmarkTest {
    @TempDir
    Path directory;

    @Test
    void runs_at_tiny_size() throws Exception {
        NetworkConfig config = NetworkConfig.builder(directory.resolve("state"), new FedFabricFactory())
                .enterprises(2)
                .chaincodeName("fedfabric")
                .build();
        try (EmbeddedNetwork network = EmbeddedNetwork.start(config);
                Enrolments enrolments =
                        Enrolments.on(network.enterprise("enterprise-a").connectionProfile(), 4)) {
            List<Figure> figures =
                    LedgerBenchmark.measured(enrolments, () -> System.nanoTime() / 1e6, Setting.tiny(Path.of("..")));

            assertThat(figures)
                    .extracting(Figure::name)
                    .contains("lone transaction, p50", "query, p50", "50 transactions in flight");
            assertThat(figures).allSatisfy(figure -> {
                assertThat(figure.value().median()).as(figure.name()).isPositive();
                assertThat(figure.ratio()).as(figure.name()).isPositive().isFinite();
            });
        }
    }
}
