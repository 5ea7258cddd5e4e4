package org.fedfabric.benchmarks.network;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long a chaincode has spent on each step of judging and aggregating, from its metrics. The real network serves them to
 * holders of the chaincode's client certificate; curl, which its scripts need anyway, reads PEM files as they are.
 */
final class StepSeconds {
    private static final Pattern SUM =
            Pattern.compile("fedfabric_judging_step_seconds_sum\\{step=\"([a-z_]+)\"\\} (\\S+)");

    /** Offset of an enterprise's metrics from its first port: CHAINCODE_METRICS_PORT of network/network.env. */
    private static final int METRICS_PORT = 57;

    private static final int PORTS_PER_ENTERPRISE = 100;

    private final String url;
    private final Path secrets;

    private StepSeconds(String url, Path secrets) {
        this.url = url;
        this.secrets = secrets;
    }

    /** Of an enterprise's chaincode; empty where there are no metrics, as on the embedded network. */
    static Optional<StepSeconds> of(Path network, String enterprise) throws IOException {
        Path rows = network.resolve("enterprises");
        if (!Files.isRegularFile(rows)) {
            return Optional.empty();
        }
        int base =
                Integer.parseInt(Files.readString(network.resolve("base-port")).strip());
        for (String row : Files.readAllLines(rows)) {
            String[] parts = row.split(" ");
            if (parts[1].equals(enterprise)) {
                int port = base + PORTS_PER_ENTERPRISE * Integer.parseInt(parts[0]) + METRICS_PORT;
                return Optional.of(new StepSeconds(
                        "https://127.0.0.1:" + port + "/metrics",
                        network.resolve("secrets").resolve(enterprise).resolve("chaincode")));
            }
        }
        return Optional.empty();
    }

    /** Seconds by step since the chaincode started. */
    Map<String, Double> read() throws IOException, InterruptedException {
        Process curl = new ProcessBuilder(List.of(
                        "curl",
                        "-sS",
                        "--max-time",
                        "10",
                        "--cacert",
                        secrets.resolve("ca.crt").toString(),
                        "--cert",
                        secrets.resolve("client.crt").toString(),
                        "--key",
                        secrets.resolve("client.key").toString(),
                        url))
                .redirectErrorStream(true)
                .start();
        String text = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (curl.waitFor() != 0) {
            throw new IOException("The metrics of a chaincode must be readable at " + url + ": " + text);
        }
        Map<String, Double> seconds = new LinkedHashMap<>();
        Matcher sums = SUM.matcher(text);
        while (sums.find()) {
            seconds.put(sums.group(1), Double.parseDouble(sums.group(2)));
        }
        return seconds;
    }

    /** Milliseconds that these steps took between two readings. */
    static double millis(Map<String, Double> before, Map<String, Double> after, List<String> steps) {
        return steps.stream()
                .mapToDouble(step -> 1e3 * (after.getOrDefault(step, 0.0) - before.getOrDefault(step, 0.0)))
                .sum();
    }
}
