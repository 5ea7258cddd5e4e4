package org.fedfabric.trainer.federation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.fedfabric.trainer.ledger.ConnectionProfile;
import org.fedfabric.trainer.ledger.TestCrypto;

/** A network of Fabric peers and Kubo nodes on this machine, by the state folder that {@code network/fabric} keeps. */
public final class FabricConsortium implements Consortium {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path state;
    private final List<Path> profiles;
    private final Map<Integer, Served> genuine = new LinkedHashMap<>();

    /** How an enterprise's own chaincode was started. */
    private record Served(List<String> command, Map<String, String> environment, Path folder) {}

    private FabricConsortium(Path state, List<Path> profiles) {
        this.state = state;
        this.profiles = profiles;
    }

    /** The network that runs from that state folder. */
    public static FabricConsortium at(Path state) throws IOException {
        try (Stream<Path> files = Files.list(state.resolve("connection"))) {
            return new FabricConsortium(
                    state,
                    files.filter(file -> file.toString().endsWith(".yaml"))
                            .sorted()
                            .toList());
        }
    }

    @Override
    public List<Path> profiles() {
        return profiles;
    }

    @Override
    public Path identity(int enterprise, String name) throws Exception {
        ConnectionProfile profile = ConnectionProfile.read(profiles.get(enterprise));
        Path folder = profile.mspFolder(name);
        if (!Files.exists(folder)) {
            Path authority = state.resolve("crypto/peerOrganizations")
                    .resolve(profile.enterprise())
                    .resolve("ca");
            TestCrypto.mspFolder(
                    folder,
                    TestCrypto.issued(
                            name + "@" + profile.enterprise(),
                            authority.resolve("ca." + profile.enterprise() + "-cert.pem"),
                            authority.resolve("priv_sk")));
        }
        return folder;
    }

    @Override
    public long height() {
        try (RawGateway gateway = admin(0)) {
            return gateway.height();
        } catch (Exception e) {
            throw new IllegalStateException("The peer of " + profiles.get(0) + " must tell its height", e);
        }
    }

    private RawGateway admin(int enterprise) throws Exception {
        ConnectionProfile profile = ConnectionProfile.read(profiles.get(enterprise));
        return new RawGateway(profile, profile.mspId(), profile.mspFolder("admin"));
    }

    @Override
    public boolean outlivesTests() {
        return true;
    }

    @Override
    public void alter(int enterprise, Alteration alteration) throws Exception {
        if (alteration == Alteration.NONE && !genuine.containsKey(enterprise)) {
            return;
        }
        ConnectionProfile profile = ConnectionProfile.read(profiles.get(enterprise));
        Served own = genuine(enterprise, profile);
        List<String> command = alteration == Alteration.NONE
                ? own.command()
                : List.of(
                        own.command().get(0),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        AlteredChaincodeMain.class.getName(),
                        alteration.name(),
                        profile.mspId());
        serve(profile, new Served(command, own.environment(), own.folder()));
    }

    @Override
    public void readThrough(int enterprise, URI contentApi) throws Exception {
        ConnectionProfile profile = ConnectionProfile.read(profiles.get(enterprise));
        Served own = genuine(enterprise, profile);
        Map<String, String> environment = new LinkedHashMap<>(own.environment());
        environment.put("KUBO_API", contentApi.toString());
        serve(profile, new Served(own.command(), environment, own.folder()));
    }

    private Path pidFile(ConnectionProfile profile) {
        return state.resolve("pids").resolve("chaincode-" + profile.enterprise() + ".pid");
    }

    private long pid(ConnectionProfile profile) throws IOException {
        return Long.parseLong(Files.readString(pidFile(profile)).strip());
    }

    private Served genuine(int enterprise, ConnectionProfile profile) throws IOException {
        Served own = genuine.get(enterprise);
        if (own == null) {
            own = servedBy(pid(profile));
            genuine.put(enterprise, own);
        }
        return own;
    }

    private void serve(ConnectionProfile profile, Served served) throws Exception {
        end(pid(profile));
        Path log = state.resolveSibling("logs").resolve("chaincode-" + profile.enterprise() + ".log");
        ProcessBuilder builder = new ProcessBuilder(served.command())
                .directory(served.folder().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().clear();
        builder.environment().putAll(served.environment());
        Process process = builder.start();
        Files.writeString(pidFile(profile), process.pid() + "\n");
        awaitListening(served.environment().get("CHAINCODE_SERVER_ADDRESS"), process);
    }

    private static Served servedBy(long pid) throws IOException {
        Path process = Path.of("/proc", Long.toString(pid));
        Map<String, String> environment = new LinkedHashMap<>();
        for (String entry : parts(process.resolve("environ"))) {
            int equals = entry.indexOf('=');
            if (equals > 0) {
                environment.put(entry.substring(0, equals), entry.substring(equals + 1));
            }
        }
        return new Served(
                parts(process.resolve("cmdline")),
                environment,
                process.resolve("cwd").toRealPath());
    }

    private static List<String> parts(Path file) throws IOException {
        return new ArrayList<>(Arrays.asList(new String(Files.readAllBytes(file), StandardCharsets.UTF_8).split("\0")));
    }

    private static void end(long pid) throws Exception {
        ProcessHandle process = ProcessHandle.of(pid).orElse(null);
        if (process != null && process.destroyForcibly()) {
            process.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private static void awaitListening(String address, Process process) throws Exception {
        String host = address.substring(0, address.lastIndexOf(':'));
        int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(host, port), 1_000);
                return;
            } catch (IOException e) {
                if (!process.isAlive() || System.nanoTime() > end) {
                    throw new IOException("A chaincode must listen on " + address + " and does not", e);
                }
                Thread.sleep(100);
            }
        }
    }

    @Override
    public void close() {
        for (int enterprise : List.copyOf(genuine.keySet())) {
            try {
                alter(enterprise, Alteration.NONE);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (Exception e) {
                throw new IllegalStateException("The genuine chaincode must be served again", e);
            }
        }
    }
}
