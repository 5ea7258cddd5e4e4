package org.fedfabric.embedded.chaincodehost;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A chaincode in a JVM of its own, started again whenever it dies.
 *
 * <p>The process is told by environment variables: {@value #SERVER_ADDRESS} (host:port to listen on),
 * {@value #CHAINCODE_NAME} (the name to register with), {@value #ENTERPRISE}, {@value #MSP_ID} and {@value #CONTENT_API}.
 * It must end when its standard input does. All {@code CORE_PEER_*} variables are removed: the shim would take settings
 * meant for the {@code peer} command as its own.
 */
public final class ChaincodeProcess implements ChaincodeHost {
    /** The variable with the address to listen on. */
    public static final String SERVER_ADDRESS = "CHAINCODE_SERVER_ADDRESS";
    /** The variable with the chaincode's name. */
    public static final String CHAINCODE_NAME = "CORE_CHAINCODE_ID_NAME";
    /** The variable with the enterprise's name. */
    public static final String ENTERPRISE = "FEDFABRIC_ENTERPRISE";
    /** The variable with the enterprise's MSP id. */
    public static final String MSP_ID = "FEDFABRIC_MSP_ID";
    /** The variable with the address of the enterprise's content store. */
    public static final String CONTENT_API = "FEDFABRIC_CONTENT_API";

    /** Keeps a program that fails at once from taking a whole core. */
    private static final Duration RESTART_PAUSE = Duration.ofMillis(300);

    private static final Duration STOP_WAIT = Duration.ofSeconds(5);

    private final InetSocketAddress address;
    private final ProcessBuilder command;
    private final Thread supervisor;
    private final Process first;
    private volatile Process process;
    private volatile boolean closed;

    private ChaincodeProcess(InetSocketAddress address, ProcessBuilder command) throws IOException {
        this.address = address;
        this.command = command;
        this.first = command.start();
        this.process = first;
        this.supervisor = new Thread(this::supervise, "chaincode-supervisor");
        supervisor.setDaemon(true);
    }

    /**
     * How to start the program.
     *
     * @param mainClass the class with the main method, found on this JVM's own class path
     * @param arguments its arguments
     * @param jvmOptions options of its JVM
     */
    public record Launch(String mainClass, List<String> arguments, List<String> jvmOptions) {
        /** Heap for judging updates of a few MB; the rest makes a JVM start quickly on a shared machine. */
        private static final List<String> JVM_OPTIONS =
                List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError");

        /** A program with its own copy of the lists. */
        public Launch {
            arguments = List.copyOf(arguments);
            jvmOptions = List.copyOf(jvmOptions);
        }

        /** The program that serves the chaincode of that name (see {@link NamedChaincode}). */
        public static Launch ofChaincode(String className) {
            return new Launch(ChaincodeServerMain.class.getName(), List.of(className), JVM_OPTIONS);
        }
    }

    /**
     * Starts the process; it may take a second or two until it listens.
     *
     * @param port the loopback port; 0 takes a free one
     * @param log the file its output is appended to
     */
    public static ChaincodeProcess start(Launch launch, ChaincodeContext context, String name, int port, Path log)
            throws IOException {
        InetSocketAddress address = new InetSocketAddress("127.0.0.1", port == 0 ? freePort() : port);
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(launch.jvmOptions());
        line.addAll(List.of("-cp", System.getProperty("java.class.path"), launch.mainClass()));
        line.addAll(launch.arguments());
        Files.createDirectories(log.getParent());
        ProcessBuilder command = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        Map<String, String> environment = command.environment();
        environment.keySet().removeIf(variable -> variable.startsWith("CORE_PEER_"));
        environment.put(SERVER_ADDRESS, "127.0.0.1:" + address.getPort());
        environment.put(CHAINCODE_NAME, name);
        environment.put(ENTERPRISE, context.enterprise());
        environment.put(MSP_ID, context.mspId());
        environment.put(CONTENT_API, context.contentApi().toString());
        ChaincodeProcess chaincode = new ChaincodeProcess(address, command);
        chaincode.supervisor.start();
        return chaincode;
    }

    /** Should another process take the port before the chaincode listens there, the start of the network fails in time. */
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void supervise() {
        try {
            while (!closed) {
                process.waitFor();
                TimeUnit.MILLISECONDS.sleep(RESTART_PAUSE.toMillis());
                restart();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            System.err.println("The chaincode process cannot be started again: " + e.getMessage());
        }
    }

    private synchronized void restart() throws IOException {
        if (!closed) {
            process = command.start();
        }
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public CompletableFuture<?> firstEnd() {
        return first.onExit();
    }

    /** The process id of the instance that runs now. */
    public long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            process.destroy();
        }
        try {
            if (!process.waitFor(STOP_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
