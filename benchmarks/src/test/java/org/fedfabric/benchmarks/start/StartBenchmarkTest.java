package org.fedfabric.benchmarks.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.fedfabric.benchmarks.measure.Figure;
import org.fedfabric.benchmarks.measure.Setting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class StartBenchmarkTest {
    @Test
    void the_process_with_one_training_step_runs() throws Exception {
        Figure figure = StartBenchmark.firstStep(Setting.tiny(Path.of("..")));

        assertThat(figure.value().median()).isPositive();
        assertThat(figure.baseline()).isEqualTo("java -version");
    }
}
