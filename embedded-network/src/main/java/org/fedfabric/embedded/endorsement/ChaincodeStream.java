package org.fedfabric.embedded.endorsement;

import com.google.protobuf.ByteString;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.hyperledger.fabric.protos.peer.ChaincodeMessage;

/**
 * One connection to a chaincode, from its registration to its end, with the transactions that run on it.
 *
 * <p>There is one object per connection, because a chaincode may register before the call that opened the stream has
 * returned: the sender must be known by then, and must not be that of an older connection.
 */
final class ChaincodeStream implements ClientResponseObserver<ChaincodeMessage, ChaincodeMessage> {
    private final Map<String, ChaincodeInvocation> running = new ConcurrentHashMap<>();
    private final Consumer<ChaincodeStream> onRegistered;
    private final Consumer<String> onEnd;
    private final Executor executor;
    private ClientCallStreamObserver<ChaincodeMessage> sender;
    private volatile String end;

    /**
     * A stream that is about to be opened.
     *
     * @param onRegistered told when the chaincode is ready for transactions
     * @param onEnd told once why the stream has ended
     * @param executor does what would hold up the connection's thread, which also serves others
     */
    ChaincodeStream(Consumer<ChaincodeStream> onRegistered, Consumer<String> onEnd, Executor executor) {
        this.onRegistered = onRegistered;
        this.onEnd = onEnd;
        this.executor = executor;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<ChaincodeMessage> requestStream) {
        synchronized (this) {
            sender = requestStream;
        }
    }

    /** Hands a transaction to the chaincode. */
    void start(ChaincodeInvocation invocation) {
        String key = invocation.key();
        if (running.putIfAbsent(key, invocation) != null) {
            invocation.completion().completeExceptionally(new ChaincodeFailure("txid: " + key + " exists"));
            return;
        }
        invocation.completion().whenComplete((message, failure) -> running.remove(key, invocation));
        send(invocation.startMessage());
        String ended = end;
        if (ended != null) {
            invocation.completion().completeExceptionally(new ChaincodeFailure(ended));
        }
    }

    int runningCount() {
        return running.size();
    }

    @Override
    public void onNext(ChaincodeMessage message) {
        switch (message.getType()) {
            case REGISTER:
                send(ChaincodeMessage.newBuilder()
                        .setType(ChaincodeMessage.Type.REGISTERED)
                        .build());
                send(ChaincodeMessage.newBuilder()
                        .setType(ChaincodeMessage.Type.READY)
                        .build());
                onRegistered.accept(this);
                break;
            case KEEPALIVE:
                break;
            case COMPLETED:
            case ERROR:
                // Before anybody learns of it: whoever does may send the same transaction again.
                ChaincodeInvocation finished = running.remove(keyOf(message));
                if (finished != null) {
                    // Signing follows.
                    executor.execute(() -> finished.completion().complete(message));
                }
                break;
            case GET_STATE:
            case PUT_STATE:
            case DEL_STATE:
                answer(message);
                break;
            default:
                executor.execute(() -> answer(message));
        }
    }

    private void answer(ChaincodeMessage question) {
        ChaincodeInvocation asking = running.get(keyOf(question));
        send(asking == null ? noContext(question) : asking.reply(question));
    }

    private static String keyOf(ChaincodeMessage message) {
        return ChaincodeInvocation.keyOf(message.getChannelId(), message.getTxid());
    }

    /** A contract that was given up still asks; an error ends it. */
    private static ChaincodeMessage noContext(ChaincodeMessage request) {
        return ChaincodeMessage.newBuilder()
                .setType(ChaincodeMessage.Type.ERROR)
                .setTxid(request.getTxid())
                .setChannelId(request.getChannelId())
                .setPayload(ByteString.copyFromUtf8("no ledger context"))
                .build();
    }

    @Override
    public void onError(Throwable failure) {
        Throwable cause = failure.getCause();
        end(cause == null ? failure.getMessage() : failure.getMessage() + ": " + cause.getMessage());
    }

    @Override
    public void onCompleted() {
        end("the chaincode closed the stream");
    }

    void close() {
        synchronized (this) {
            if (sender != null) {
                sender.cancel("the network is stopping", null);
            }
        }
    }

    private void end(String reason) {
        end = "chaincode stream terminated";
        running.values()
                .forEach(invocation -> invocation.completion().completeExceptionally(new ChaincodeFailure(end)));
        onEnd.accept(reason);
    }

    /** gRPC's senders are not thread safe, and transactions start on many threads. */
    private synchronized void send(ChaincodeMessage message) {
        if (end == null) {
            sender.onNext(message);
        }
    }
}
