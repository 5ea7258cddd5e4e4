package org.fedfabric.trainer.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.fedfabric.embedded.EmbeddedNetworkMain;

/** An embedded network in a process of its own, which can be killed and started again. */
final class NetworkProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(180);

    private final Path state;
    private final int enterprises;
    private final boolean separateChaincode;
    private final Path log;
    private Process process;

    /** Starts one with a participant p1 in each enterprise; its log lies beside its state folder. */
    NetworkProcess(Path state, int enterprises, boolean separateChaincode) throws IOException, InterruptedException {
        this.state = state;
        this.enterprises = enterprises;
        this.separateChaincode = separateChaincode;
        this.log = state.resolveSibling(state.getFileName() + ".log");
        Files.createDirectories(state);
        start();
    }

    /** Starts it, or starts it again after its end, and waits until it is ready. */
    void start() throws IOException, InterruptedException {
        Path ready = state.resolve("ready.json");
        Files.deleteIfExists(ready);
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                EmbeddedNetworkMain.class.getName(),
                "run",
                "--state",
                state.toString(),
                "--enterprises",
                Integer.toString(enterprises),
                "--users",
                "1"));
        if (separateChaincode) {
            line.add("--separate-chaincode");
        }
        process = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!Files.exists(ready)) {
            assertThat(process.isAlive() && System.nanoTime() < end)
                    .as("the network is up within %s: %s", PATIENCE, output())
                    .isTrue();
            Thread.sleep(5);
        }
    }

    List<Path> profiles() {
        return IntStream.range(0, enterprises)
                .mapToObj(e -> state.resolve("connection/enterprise-" + (char) ('a' + e) + ".yaml"))
                .toList();
    }

    /** Every address that clients know of. */
    String addresses() throws IOException {
        StringBuilder addresses = new StringBuilder();
        for (Path profile : profiles()) {
            Files.readAllLines(profile).stream()
                    .filter(line -> line.contains("127.0.0.1:"))
                    .forEach(line -> addresses.append(line.strip()).append('\n'));
        }
        return addresses.toString();
    }

    String output() throws IOException {
        return Files.exists(log) ? Files.readString(log) : "";
    }

    /** The file of the shared channel's blocks, or the one that counts those acknowledged. */
    Path ledger(String file) {
        return state.resolve("ledger/federation").resolve(file);
    }

    /** As {@code kill -9}. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Waits until the process has ended, by itself or killed; returns its exit code. */
    int awaitEnd() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("the network's process ends within %s", PATIENCE)
                .isTrue();
        return process.exitValue();
    }

    /** As {@code kill -9} of the chaincode processes that run now. */
    void killChaincodes() {
        List<ProcessHandle> chaincodes = process.children().toList();
        assertThat(chaincodes).as("chaincode processes").isNotEmpty();
        chaincodes.forEach(chaincode -> {
            assertThat(chaincode.destroyForcibly()).isTrue();
            chaincode.onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        });
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
