package org.fedfabric.trainer.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.fedfabric.trainer.ledger.ClientIdentity;
import org.fedfabric.trainer.ledger.ConnectionProfile;
import org.fedfabric.trainer.ledger.LedgerConnections;

/** A node of one participant in a process of its own, which can be killed and started again. */
final class NodeProcess implements AutoCloseable {
    private final Path profile;
    private final int enterprise;
    private final Path state;
    private final Path progress;
    private Process process;

    /** Starts participant p1 of an enterprise. */
    NodeProcess(TestFederation federation, int enterprise, Path state) throws IOException {
        this.profile = federation.profile(enterprise);
        this.enterprise = enterprise;
        this.state = state;
        this.progress = state.resolve("progress");
        Files.createDirectories(state);
        start();
    }

    /** The process. */
    public static void main(String[] arguments) throws Exception {
        ConnectionProfile profile = ConnectionProfile.read(Path.of(arguments[0]));
        int enterprise = Integer.parseInt(arguments[1]);
        Path state = Path.of(arguments[2]);
        ClientIdentity identity = ClientIdentity.read(profile.mspFolder("p1"), profile.mspId());
        try (LedgerConnections connections = LedgerConnections.to(profile);
                ProgressLog progress = ProgressLog.to(state.resolve("progress"));
                TrainerNode node = new TrainerNode(
                        TestFederation.settings(state),
                        connections,
                        profile.openContentStore(),
                        List.of(TestFederation.participant(identity, enterprise, 1)),
                        progress)) {
            node.run();
        }
    }

    /** Starts it, or starts it again after {@link #kill}. */
    void start() throws IOException {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        NodeProcess.class.getName(),
                        profile.toString(),
                        Integer.toString(enterprise),
                        state.toString())
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(state.resolve("log").toFile()))
                .start();
    }

    /** Waits until the progress file tells of a step. */
    void await(String step, long version) throws IOException, InterruptedException {
        String line = "\"version\":" + version + ",\"step\":\"" + step + "\"";
        long end = System.nanoTime() + Duration.ofSeconds(180).toNanos();
        while (!Files.exists(progress) || !Files.readString(progress).contains(line)) {
            if (System.nanoTime() > end || !process.isAlive()) {
                throw new AssertionError(
                        "No " + step + " of version " + version + ":\n" + Files.readString(state.resolve("log")));
            }
            Thread.sleep(1);
        }
    }

    /** As {@code kill -9}. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            throw new AssertionError("A killed process must end");
        }
    }

    /** Waits until the process ends by itself because its task has ended; returns its exit code. */
    int awaitEnd() throws InterruptedException {
        if (!process.waitFor(180, TimeUnit.SECONDS)) {
            throw new AssertionError("The node must end with its task");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
