package org.fedfabric.experiments.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.fedfabric.experiments.result.RunResult;
import org.fedfabric.protocol.ledger.Environment;
import org.fedfabric.trainer.provenance.LocalEnvironment;

/** Where a run's figures come from, as far as this process knows. */
final class Origin {
    private static final long KIBI = 1_024;

    private Origin() {}

    static RunResult.Provenance of(RunData data, String specDigest, Instant started) {
        Environment here = LocalEnvironment.current();
        return new RunResult.Provenance(
                data.digest(),
                here.software() + " " + here.commit(),
                here.jvm(),
                here.cpu() + ", " + Runtime.getRuntime().availableProcessors() + " cores",
                started.truncatedTo(ChronoUnit.SECONDS).toString(),
                specDigest);
    }

    /** Largest resident memory of this process so far; 0 where the system does not tell. */
    static long peakBytes() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KIBI)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }
}
