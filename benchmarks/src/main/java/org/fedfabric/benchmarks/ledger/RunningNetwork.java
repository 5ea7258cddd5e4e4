package org.fedfabric.benchmarks.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** An embedded network of three enterprises, started by {@code network/up.sh} as a user starts it, in a folder of its own. */
public final class RunningNetwork implements AutoCloseable {
    private final Path root;
    private final Path state;
    private final int participants;

    private RunningNetwork(Path root, Path state, int participants) {
        this.root = root;
        this.state = state;
        this.participants = participants;
    }

    /** A network that has never been started. */
    public static RunningNetwork create(Path root) throws IOException {
        return create(root, 2);
    }

    /** The same with certificates of so many participants for each enterprise. */
    public static RunningNetwork create(Path root, int participants) throws IOException {
        return new RunningNetwork(root, Files.createTempDirectory("benchmark-network"), participants);
    }

    /**
     * Starts it and returns when it is ready.
     *
     * @return seconds it took
     */
    public double up() throws IOException, InterruptedException {
        return script("network/up.sh");
    }

    /** Stops its process; keys and ledger stay. */
    public void down() throws IOException, InterruptedException {
        script("network/down.sh");
    }

    private double script(String path) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(List.of(root.resolve(path).toString()));
        builder.directory(root.toFile());
        builder.environment().put("STATE", state.toString());
        builder.environment().put("BASE_PORT", "0");
        builder.environment().put("ENTERPRISES", "3");
        builder.environment().put("PARTICIPANTS", Integer.toString(participants));
        // Whatever else is installed or runs.
        builder.environment().put("NETWORK_KIND", "embedded");
        Path log = state.resolve("script.log");
        builder.redirectErrorStream(true).redirectOutput(log.toFile());
        long start = System.nanoTime();
        int code = builder.start().waitFor();
        double seconds = (System.nanoTime() - start) / 1e9;
        if (code != 0) {
            throw new IOException(path + " must succeed and ended with " + code + ": " + Files.readString(log));
        }
        return seconds;
    }

    /** Its folder, for whoever takes {@code --network}. */
    public Path folder() {
        return state.resolve("embedded");
    }

    /** How enterprise A reaches it. */
    public Path connectionProfile() {
        return state.resolve("embedded/connection/enterprise-a.yaml");
    }

    /** Processor time its process has used. */
    public Duration processorTime() throws IOException {
        long pid = Long.parseLong(
                Files.readString(state.resolve("embedded/network.pid")).strip());
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .orElseThrow(() -> new IOException("The network's process " + pid + " must be running."));
    }

    @Override
    public void close() throws IOException {
        try {
            down();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try (Stream<Path> files = Files.walk(state)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
