package org.fedfabric.benchmarks.round;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Rounds of PyTorch's bare loop (round_baseline.py).
 *
 * @param version PyTorch's
 * @param seconds wall time of each round
 */
record TorchRounds(String version, double[] seconds) {
    private static final long DEADLINE_MINUTES = 10;

    /**
     * Runs it.
     *
     * @throws IOException if that interpreter cannot; what it said went to standard error
     */
    static TorchRounds run(Path python, Path root, MadeUpImages images, int threads, int rounds)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        python.toString(),
                        root.resolve("benchmarks/round_baseline.py").toString(),
                        images.images().toString(),
                        images.labels().toString(),
                        Integer.toString(threads),
                        Integer.toString(rounds))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        if (!process.waitFor(DEADLINE_MINUTES, TimeUnit.MINUTES)
                || process.exitValue() != 0
                || lines.size() != rounds + 1) {
            process.destroyForcibly();
            throw new IOException("PyTorch must do " + rounds + " rounds; its reason is above. Name another interpreter"
                    + " with --python, or none with --no-python.");
        }
        return new TorchRounds(
                lines.get(0),
                lines.stream().skip(1).mapToDouble(Double::parseDouble).toArray());
    }
}
