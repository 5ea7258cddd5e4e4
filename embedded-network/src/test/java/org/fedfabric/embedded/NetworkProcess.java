package org.fedfabric.embedded;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The network as a user runs it: a process of its own, started from the command line. */
final class NetworkProcess implements AutoCloseable {
    private static final long START_SECONDS = 90;

    private final Path state;
    private final Path log;
    private final Process process;

    private NetworkProcess(Path state, Path log, Process process) {
        this.state = state;
        this.log = log;
        this.process = process;
    }

    /** Starts a network of two enterprises and waits until it is ready or has ended. */
    static NetworkProcess start(Path state, List<String> shellPrefix, String... options) throws Exception {
        Files.createDirectories(state);
        Files.deleteIfExists(state.resolve("ready.json")); // a killed network leaves it behind
        List<String> command = new ArrayList<>(shellPrefix);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                EmbeddedNetworkMain.class.getName(),
                "run",
                "--state",
                state.toString(),
                "--enterprises",
                "2",
                "--users",
                "1",
                "--chaincode",
                NotebookChaincode.class.getName()));
        command.addAll(List.of(options));
        Path log = state.resolveSibling(state.getFileName() + ".log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        NetworkProcess network = new NetworkProcess(state, log, process);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (!Files.exists(state.resolve("ready.json")) && process.isAlive()) {
            if (System.nanoTime() > deadline) {
                network.close();
                throw new IOException("the network is not ready: " + network.log());
            }
            process.waitFor(20, TimeUnit.MILLISECONDS);
        }
        return network;
    }

    EnterpriseEndpoint enterprise(String name) throws IOException {
        if (!process.isAlive()) {
            throw new IOException("the network has ended with " + process.exitValue() + ": " + log());
        }
        Matcher entry = Pattern.compile("\"name\": \"" + name + "\", \"mspId\": \"(\\w+)\", \"address\": \"([^\"]+)\""
                        + ", \"contentStore\": \"([^\"]+)\"")
                .matcher(Files.readString(state.resolve("ready.json")));
        if (!entry.find()) {
            throw new IOException("no " + name + " in ready.json; the network said: " + log());
        }
        Path crypto = state.resolve("crypto").resolve(name);
        return new EnterpriseEndpoint(
                name,
                entry.group(1),
                entry.group(2),
                crypto.resolve("tlsca/tlsca-cert.pem"),
                URI.create(entry.group(3)),
                crypto.resolve("users"),
                state.resolve("connection").resolve(name + ".yaml"));
    }

    /** kill -9. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** The exit code, once the process has ended by itself. */
    int awaitExit() throws Exception {
        if (!process.waitFor(START_SECONDS, TimeUnit.SECONDS)) {
            throw new IOException("the network is still running: " + log());
        }
        return process.exitValue();
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
