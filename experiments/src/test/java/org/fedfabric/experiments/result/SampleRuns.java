package org.fedfabric.experiments.result;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fedfabric.experiments.result.RunResult.Conclusion;
import org.fedfabric.experiments.result.RunResult.Participation;
import org.fedfabric.experiments.result.RunResult.Provenance;
import org.fedfabric.experiments.result.RunResult.Round;
import org.fedfabric.experiments.run.RunSettings;
import org.fedfabric.experiments.run.RunSettings.AttackSettings;
import org.fedfabric.experiments.run.RunSettings.LocalWork;
import org.fedfabric.experiments.run.RunSettings.NoiseSettings;

/** Results as a run would give them. */
public final class SampleRuns {
    private SampleRuns() {}

    public static RunSettings settings(String id, int versions, long seed) {
        Map<String, String> axes = new LinkedHashMap<>();
        axes.put("partition", "iid");
        axes.put("seed", String.valueOf(seed));
        return new RunSettings(
                id,
                axes,
                "mnist",
                0,
                "iid",
                100,
                10,
                10,
                "small-cnn",
                new LocalWork(1, 10, 0.1, 0, 20),
                versions,
                5,
                Optional.of(0.97),
                200,
                "default",
                "weighted",
                Optional.of(new NoiseSettings("gaussian", "calibrated", 8, 1e-5)),
                Optional.of(new AttackSettings("sign-flip", 0.2)),
                seed);
    }

    /** A result whose first version was not measured and whose last one's loss overflowed. */
    public static RunResult result(RunSettings settings) {
        return new RunResult(
                settings,
                new Provenance("data", "code 1", "JVM 17", "a, b", "2026-01-01T00:00:00Z", "task"),
                List.of(round(1, null, null), round(2, 0.5, 1.25), round(3, 0.1, Double.POSITIVE_INFINITY)),
                List.of(new Participation("AMSP/p1", true, 600, 3, 1, 2, 0.25, Arrays.asList(0.5, 0.25), null)),
                new Conclusion("COMPLETED", null, "bafy", 0.1, 8.0, 1e-5, 3.5, 1L << 30));
    }

    private static Round round(long version, Double accuracy, Double loss) {
        return new Round(
                version,
                accuracy,
                loss,
                null,
                10,
                8,
                Map.of("NORM", 1, "DIRECTION", 1),
                2,
                0,
                0,
                Map.of("whole", 0.4, "training", 0.2),
                Map.of("whole", 0.6, "training", 0.4));
    }
}
