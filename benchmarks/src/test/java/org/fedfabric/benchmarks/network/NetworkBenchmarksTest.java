package org.fedfabric.benchmarks.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
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

@Timeout(180)
class NetworkBenchmarksTest {
    @TempDir
    Path directory;

    @Test
    void refuses_a_folder_that_is_no_network() {
        assertThatThrownBy(() -> Consortium.at(directory))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("--network must be the folder of a running network")
                .hasMessageContaining(directory.toString());
    }

    @Test
    void a_failed_call_ends_the_benchmark_with_its_reason() {
        try (Crowd crowd = new Crowd(2)) {
            assertThatThrownBy(() -> crowd.run(List.of(() -> {}, () -> {
                        throw new IOException("no such peer");
                    })))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("no such peer");
        }
    }

    @Test
    void run_at_tiny_size() throws Exception {
        Path state = directory.resolve("state");
        NetworkConfig config = NetworkConfig.builder(state, new FedFabricFactory())
                .enterprises(2)
                .chaincodeName("fedfabric")
                .build();
        Setting tiny = Setting.tiny(Path.of(".."));
        try (EmbeddedNetwork network = EmbeddedNetwork.start(config)) {
            // As the scripts leave it; here the network is in this very process.
            Files.writeString(
                    state.resolve("network.pid"),
                    Long.toString(ProcessHandle.current().pid()));
            Path folder = network.enterprise("enterprise-a")
                    .connectionProfile()
                    .getParent()
                    .getParent();
            try (Consortium consortium = Consortium.at(folder)) {
                assertPositive(SubmitBenchmark.measured(consortium, tiny), "update:Submit, 50 in flight");
                assertPositive(
                        AdvanceBenchmark.measured(consortium, tiny, List.of("40 kB")),
                        "Advance of 4 × 40 kB, nothing known");
            }
        }
    }

    private static void assertPositive(List<Figure> figures, String name) {
        assertThat(figures).extracting(Figure::name).contains(name);
        assertThat(figures).allSatisfy(figure -> {
            assertThat(figure.value().median()).as(figure.name()).isPositive();
            assertThat(figure.ratio()).as(figure.name()).isPositive().isFinite();
        });
    }
}
