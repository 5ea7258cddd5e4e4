package org.fedfabric.embedded.endorsement;

import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.fedfabric.embedded.ledger.Ledger;
import org.fedfabric.embedded.wire.ProposedTransaction;
import org.hyperledger.fabric.protos.peer.ChaincodeGrpc;

/**
 * An endorser's connection to its chaincode, kept up from start to stop: when it breaks it is opened again every
 * {@value #RETRY_MILLIS} ms.
 */
public final class ChaincodeLink implements AutoCloseable {
    private static final int RETRY_MILLIS = 200;

    /** Fabric's limit for messages between peer and chaincode. */
    private static final int MAX_MESSAGE_BYTES = 100 << 20;

    /** Transactions one chaincode may have waiting or running; beyond it callers are refused at once. */
    private static final int MAX_RUNNING = 1000;

    private final String chaincodeName;
    private final InetSocketAddress address;
    private final ManagedChannel channel;
    private final Duration connectWait;
    private final Duration executeTimeout;
    private final Executor executor;
    private final Executor retryLater = CompletableFuture.delayedExecutor(RETRY_MILLIS, TimeUnit.MILLISECONDS);

    /** The stream that is open, or the one that will be next; replaced when a stream ends. */
    private volatile CompletableFuture<ChaincodeStream> registered = new CompletableFuture<>();

    private volatile ChaincodeStream stream;
    private volatile String lastFailure = "not connected yet";
    private volatile boolean closed;

    /**
     * A link that is not open yet.
     *
     * @param address where the chaincode listens or will listen
     * @param connectWait how long a transaction waits for a chaincode that is not there (Fabric: not at all)
     * @param executeTimeout how long a contract may run
     * @param executor goes on with transactions that are finished, and answers questions that take long
     */
    public ChaincodeLink(
            String chaincodeName,
            InetSocketAddress address,
            Duration connectWait,
            Duration executeTimeout,
            Executor executor) {
        this.chaincodeName = chaincodeName;
        this.address = address;
        this.connectWait = connectWait;
        this.executeTimeout = executeTimeout;
        this.executor = executor;
        this.channel = NettyChannelBuilder.forAddress(address)
                .usePlaintext()
                // Reading a key takes less time than waking another thread for it.
                .directExecutor()
                .maxInboundMessageSize(MAX_MESSAGE_BYTES)
                .build();
    }

    /** Opens the link and keeps it open from now on. */
    public void open() {
        stream = new ChaincodeStream(ready -> registered.complete(ready), this::reopen, executor);
        channel.resetConnectBackoff();
        // A stream opened inside another call would be cancelled together with that call.
        Context.ROOT.run(() -> ChaincodeGrpc.newStub(channel).connect(stream));
    }

    private void reopen(String reason) {
        lastFailure = reason;
        if (registered.isDone()) {
            registered = new CompletableFuture<>();
        }
        if (!closed) {
            retryLater.execute(() -> {
                if (!closed) {
                    open();
                }
            });
        }
    }

    /** Whether the chaincode is registered now. */
    public boolean isReady() {
        return registered.isDone();
    }

    /** Completes when the chaincode is registered, or exceptionally after that time. */
    public CompletableFuture<Void> awaitReady(Duration wait) {
        return registeredStream(wait).thenAccept(ready -> {});
    }

    /**
     * Runs a transaction.
     *
     * @return completed with the finished run, or exceptionally with a {@link ChaincodeFailure}
     */
    CompletableFuture<FinishedRun> execute(ProposedTransaction proposal, Ledger ledger) {
        return registeredStream(connectWait)
                .thenCompose(ready -> run(ready, new ChaincodeInvocation(proposal, ledger)));
    }

    private CompletableFuture<FinishedRun> run(ChaincodeStream ready, ChaincodeInvocation invocation) {
        if (ready.runningCount() >= MAX_RUNNING) {
            return CompletableFuture.failedFuture(new ChaincodeFailure(
                    "chaincode " + chaincodeName + " has " + MAX_RUNNING + " transactions running"));
        }
        ready.start(invocation);
        return invocation
                .completion()
                .orTimeout(executeTimeout.toMillis(), TimeUnit.MILLISECONDS)
                .handle((message, failure) -> {
                    if (failure instanceof TimeoutException) {
                        throw new ChaincodeFailure("timeout expired while executing transaction");
                    }
                    if (failure != null) {
                        throw new ChaincodeFailure(failure.getMessage());
                    }
                    return new FinishedRun(message, invocation.simulation());
                });
    }

    private CompletableFuture<ChaincodeStream> registeredStream(Duration wait) {
        return registered
                .copy()
                .orTimeout(wait.toMillis(), TimeUnit.MILLISECONDS)
                .handle((ready, failure) -> {
                    if (failure != null) {
                        throw new ChaincodeFailure("could not launch chaincode " + chaincodeName + ": connection to "
                                + address.getAddress().getHostAddress() + ":" + address.getPort() + " failed: "
                                + lastFailure);
                    }
                    return ready;
                });
    }

    @Override
    public void close() {
        closed = true;
        ChaincodeStream current = stream;
        if (current != null) {
            current.close();
        }
        channel.shutdownNow();
    }
}
