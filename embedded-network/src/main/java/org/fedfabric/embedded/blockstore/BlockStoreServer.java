package org.fedfabric.embedded.blockstore;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * One enterprise's block store: Kubo's RPC on a loopback port over a directory. Content survives any crash from the moment
 * a call that stored it has been answered.
 *
 * <pre>{@code
 * try (BlockStoreServer server = BlockStoreServer.start(directory, 0, () -> List.of(otherServer.uri()))) {
 *     ContentStore store = ContentStore.atKubo(server.uri());
 * }
 * }</pre>
 */
public final class BlockStoreServer implements AutoCloseable {
    /**
     * Requests under way at once: four judgements of eight chunks each wait in 32 threads on a miss, and as many again
     * are free to answer. Threads exist only while they are used.
     */
    static final int MAX_REQUESTS = 128;

    private static final long IDLE_THREAD_SECONDS = 10;

    /** A client that stops in the middle of its request or of its answer is cut off after this. */
    private static final String STALLED_CLIENT_SECONDS = "120";

    static {
        // Read once by the JDK's server. Without the first, each answer waits 40 ms for a delayed acknowledgement.
        System.getProperties().putIfAbsent("sun.net.httpserver.nodelay", "true");
        System.getProperties().putIfAbsent("sun.net.httpserver.maxReqTime", STALLED_CLIENT_SECONDS);
        System.getProperties().putIfAbsent("sun.net.httpserver.maxRspTime", STALLED_CLIENT_SECONDS);
    }

    private final HttpServer server;
    private final ThreadPoolExecutor requests;
    private final BlockRepository repository;

    private BlockStoreServer(HttpServer server, ThreadPoolExecutor requests, BlockRepository repository) {
        this.server = server;
        this.requests = requests;
        this.repository = repository;
    }

    /**
     * Opens the directory, makes good what a crash left behind, and takes requests.
     *
     * @param directory where blocks and pins are kept; made where there is none
     * @param port loopback port, or 0 for any free one
     * @param peers endpoints of the other enterprises' stores, asked for whatever is missing here; read at each miss
     * @return the running server
     * @throws IOException when the port is taken, or the directory cannot be used or is in use by another store
     */
    public static BlockStoreServer start(Path directory, int port, Supplier<List<URI>> peers) throws IOException {
        Path absolute = directory.toAbsolutePath().normalize();
        BlockRepository repository = new BlockRepository(absolute);
        HttpServer server;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 0);
        } catch (IOException e) {
            repository.close();
            throw new IOException(
                    "A block store must have a free port. Provided value: " + port + " (" + e.getMessage()
                            + "). Stop what listens there or choose another port.",
                    e);
        }
        ThreadPoolExecutor requests = executor(server.getAddress().getPort());
        BlockStoreServer started = new BlockStoreServer(server, requests, repository);
        Neighbours neighbours = new Neighbours(peers);
        server.createContext(RpcHandler.PREFIX, new RpcHandler(started.commands(neighbours, absolute)));
        server.setExecutor(requests);
        server.start();
        return started;
    }

    /** {@return the endpoint, such as {@code http://127.0.0.1:41234}} */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Stops taking requests, cuts off those under way and lets go of the directory. */
    @Override
    public void close() throws IOException {
        server.stop(0);
        requests.shutdownNow();
        repository.close();
    }

    private Map<String, RpcHandler.Command> commands(Neighbours neighbours, Path directory) {
        Gatherer gatherer = new Gatherer(neighbours);
        BlockCommands block = new BlockCommands(repository, gatherer);
        FileCommands file = new FileCommands(repository, gatherer);
        PinCommands pin = new PinCommands(repository, gatherer);
        NodeCommands node = new NodeCommands(repository, neighbours, directory, uri());
        return Map.ofEntries(
                Map.entry("block/put", block::put),
                Map.entry("block/get", block::get),
                Map.entry("block/stat", block::stat),
                Map.entry("add", file::add),
                Map.entry("cat", file::cat),
                Map.entry("pin/add", pin::add),
                Map.entry("pin/ls", pin::list),
                Map.entry("pin/rm", pin::remove),
                Map.entry("repo/gc", node::collectGarbage),
                Map.entry("repo/stat", node::stat),
                Map.entry("refs/local", node::localReferences),
                Map.entry("swarm/peers", node::peers),
                Map.entry("id", node::id),
                Map.entry("version", node::version));
    }

    /** Threads on demand up to the bound; above it the server's accepting thread waits for one to become free. */
    private static ThreadPoolExecutor executor(int port) {
        return new ThreadPoolExecutor(
                0,
                MAX_REQUESTS,
                IDLE_THREAD_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                task -> {
                    Thread thread = new Thread(task, "block-store-" + port);
                    thread.setDaemon(true);
                    return thread;
                },
                BlockStoreServer::waitForThread);
    }

    private static void waitForThread(Runnable task, ThreadPoolExecutor pool) {
        try {
            while (!pool.isShutdown()) {
                if (pool.getQueue().offer(task, 100, TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new RejectedExecutionException("The block store is closed.");
    }
}
