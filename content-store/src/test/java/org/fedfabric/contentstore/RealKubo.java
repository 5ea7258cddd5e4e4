package org.fedfabric.contentstore;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** An IPFS node of its own repository, on free ports of the loopback interface, that knows no other node. */
final class RealKubo {
    private static final long DEADLINE_SECONDS = 30;

    private final Process daemon;
    private final URI endpoint;

    private RealKubo(Process daemon, URI endpoint) {
        this.daemon = daemon;
        this.endpoint = endpoint;
    }

    static Optional<Path> binary() {
        return Stream.of(System.getenv("IPFS_BIN"), System.getenv("FABRIC_BIN") + "/ipfs")
                .filter(path -> path != null && Files.isExecutable(Path.of(path)) && Files.isRegularFile(Path.of(path)))
                .map(Path::of)
                .findFirst();
    }

    static RealKubo start(Path directory) throws IOException, InterruptedException {
        return start(directory, null);
    }

    /** A node that answers only to the given bearer token; null to answer to anyone. */
    static RealKubo start(Path directory, String token) throws IOException, InterruptedException {
        run(directory, "init", "--profile=test");
        if (token != null) {
            run(
                    directory,
                    "config",
                    "--json",
                    "API.Authorizations",
                    "{\"enterprise\":{\"AuthSecret\":\"bearer:" + token + "\",\"AllowedPaths\":[\"/api/v0\"]}}");
        }
        run(directory, "config", "Addresses.API", "/ip4/127.0.0.1/tcp/0");
        run(directory, "config", "Addresses.Gateway", "");
        run(directory, "config", "--json", "Addresses.Swarm", "[\"/ip4/127.0.0.1/tcp/0\"]");
        run(directory, "config", "--json", "Bootstrap", "[]");
        run(directory, "config", "--json", "AutoConf.Enabled", "false");
        run(directory, "config", "--json", "Version.SwarmCheckEnabled", "false");
        run(directory, "config", "--json", "Provide.Enabled", "false");
        run(directory, "config", "Routing.Type", "none");
        Process daemon = command(directory, "daemon", "--migrate=false").start();
        Path api = directory.resolve("api");
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
        while (!Files.exists(api) || Files.readString(api).isBlank()) {
            if (!daemon.isAlive() || System.nanoTime() > end) {
                daemon.destroyForcibly();
                throw new IOException("ipfs daemon did not come up: " + Files.readString(directory.resolve("log")));
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        String[] address = Files.readString(api).strip().split("/"); // /ip4/127.0.0.1/tcp/PORT
        return new RealKubo(daemon, URI.create("http://" + address[2] + ":" + address[4]));
    }

    URI endpoint() {
        return endpoint;
    }

    void stop() throws InterruptedException {
        daemon.destroy();
        if (!daemon.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
            daemon.destroyForcibly();
        }
    }

    private static void run(Path directory, String... arguments) throws IOException, InterruptedException {
        Process process = command(directory, arguments).start();
        if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException(
                    "ipfs " + String.join(" ", arguments) + " failed: " + Files.readString(directory.resolve("log")));
        }
    }

    private static ProcessBuilder command(Path directory, String... arguments) {
        List<String> line = new ArrayList<>(List.of(binary().orElseThrow().toString()));
        line.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("log").toFile()));
        builder.environment().put("IPFS_PATH", directory.toString());
        builder.environment().put("IPFS_TELEMETRY", "off");
        return builder;
    }
}
