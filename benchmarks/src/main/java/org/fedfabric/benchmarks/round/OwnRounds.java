package org.fedfabric.benchmarks.round;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Rounds of a federation of our own: the command that runs experiments, in a process of its own.
 *
 * @param versions where the wall time of each version went, by part, in seconds
 * @param processor where the processor time of each version went, by part, in seconds
 * @param included updates of each version that were not refused
 * @param peakBytes largest resident memory of the process
 */
record OwnRounds(List<JsonObject> versions, List<JsonObject> processor, List<Integer> included, long peakBytes) {
    private static final Gson GSON = new Gson();

    /** Longer than 500 versions take on a busy machine. */
    private static final long DEADLINE_MINUTES = 60;

    /**
     * Runs an experiment of one run.
     *
     * @param root the repository's folder
     * @param scenario the experiment's file
     * @param data folder of data sets
     * @param out an empty folder
     */
    static OwnRounds run(Path root, Path scenario, Path data, Path out) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        root.resolve("bin/fedfabric").toString(),
                        "experiment",
                        "run",
                        scenario.toString(),
                        "--data",
                        data.toString(),
                        "--out",
                        out.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        boolean ended = process.waitFor(DEADLINE_MINUTES, TimeUnit.MINUTES);
        process.destroyForcibly();
        if (!ended || process.exitValue() != 0) {
            throw new IOException("fedfabric experiment run must end well within " + DEADLINE_MINUTES + " minutes."
                    + (ended ? " Provided value: exit code " + process.exitValue() : " It did not"));
        }
        Path run = runOf(out);
        List<JsonObject> versions = new ArrayList<>();
        List<JsonObject> processor = new ArrayList<>();
        List<Integer> included = new ArrayList<>();
        for (String line : Files.readAllLines(run.resolve("rounds.jsonl"))) {
            JsonObject version = GSON.fromJson(line, JsonObject.class);
            versions.add(version.getAsJsonObject("seconds"));
            processor.add(version.getAsJsonObject("processorSeconds"));
            included.add(version.get("included").getAsInt());
        }
        JsonObject result = GSON.fromJson(Files.readString(run.resolve("result.json")), JsonObject.class);
        return new OwnRounds(
                versions,
                processor,
                included,
                result.getAsJsonObject("conclusion").get("peakBytes").getAsLong());
    }

    /** Seconds of wall time of each version that these parts took together, without the versions before one. */
    double[] seconds(int from, String... parts) {
        return sums(versions, from, parts);
    }

    /** Seconds of processors of each version that these parts took together, without the versions before one. */
    double[] processorSeconds(int from, String... parts) {
        return sums(processor, from, parts);
    }

    private static double[] sums(List<JsonObject> versions, int from, String... parts) {
        return versions.subList(from, versions.size()).stream()
                .mapToDouble(version -> {
                    double seconds = 0;
                    for (String part : parts) {
                        seconds += version.get(part).getAsDouble();
                    }
                    return seconds;
                })
                .toArray();
    }

    private static Path runOf(Path out) throws IOException {
        try (Stream<Path> runs = Files.list(out.resolve("runs"))) {
            return runs.findFirst().orElseThrow();
        }
    }
}
