package org.fedfabric.embedded.delivery;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.fedfabric.embedded.identity.MemberIdentity;
import org.fedfabric.embedded.identity.UnknownIdentityException;
import org.fedfabric.embedded.ledger.CommittedBlock;
import org.fedfabric.embedded.ordering.Channel;
import org.fedfabric.embedded.wire.EndorsedTransaction;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.Payload;
import org.hyperledger.fabric.protos.common.Status;
import org.hyperledger.fabric.protos.orderer.SeekInfo;

/**
 * One client's Deliver stream: seeks come in, each is answered by its blocks and a status, one after the other.
 *
 * <p>A client that closes its side has no more seeks but still wants the blocks of the last one.
 */
final class DeliverSession<R> implements StreamObserver<Envelope> {
    private final Map<String, Channel> channels;
    private final BlockFormat<R> format;
    private final ServerCallStreamObserver<R> client;
    private final Executor executor;
    private final Clock clock;
    private final Queue<Envelope> seeks = new ArrayDeque<>();
    private BlockPump active;
    private boolean halfClosed;
    private boolean ended;

    DeliverSession(
            Map<String, Channel> channels,
            BlockFormat<R> format,
            StreamObserver<R> client,
            Executor executor,
            Clock clock) {
        this.channels = channels;
        this.format = format;
        this.client = (ServerCallStreamObserver<R>) client;
        this.executor = executor;
        this.clock = clock;
        this.client.setOnReadyHandler(this::wake);
        this.client.setOnCancelHandler(this::abandon);
    }

    @Override
    public synchronized void onNext(Envelope seek) {
        seeks.add(seek);
        startNext();
    }

    @Override
    public synchronized void onCompleted() {
        halfClosed = true;
        startNext();
    }

    @Override
    public void onError(Throwable failure) {
        abandon();
    }

    private synchronized void wake() {
        if (active != null) {
            active.wake();
        }
    }

    private synchronized void abandon() {
        ended = true;
        if (active != null) {
            active.close();
        }
    }

    private void startNext() {
        while (active == null && !ended && !seeks.isEmpty()) {
            Optional<Status> refusal = begin(seeks.remove());
            if (refusal.isPresent()) {
                client.onNext(format.status(refusal.get()));
                finish();
            }
        }
        if (active == null && halfClosed && !ended) {
            finish();
        }
    }

    private void finish() {
        ended = true;
        client.onCompleted();
    }

    /** Starts to answer a seek, or says why it is refused. */
    private Optional<Status> begin(Envelope seek) {
        try {
            EndorsedTransaction.Headers headers = EndorsedTransaction.Headers.of(seek);
            Channel channel = channels.get(headers.channel().getChannelId());
            if (channel == null) {
                return Optional.of(Status.NOT_FOUND);
            }
            if (!isReader(channel, headers, seek)) {
                return Optional.of(Status.FORBIDDEN);
            }
            SeekInfo info =
                    SeekInfo.parseFrom(Payload.parseFrom(seek.getPayload()).getData());
            long height = channel.ledger().height();
            Optional<SeekRange> range = SeekRange.of(info, height);
            if (range.isEmpty()) {
                return Optional.of(Status.BAD_REQUEST);
            }
            if (info.getBehavior() == SeekInfo.SeekBehavior.FAIL_IF_NOT_READY
                    && Long.compareUnsigned(range.get().stop(), height) >= 0) {
                return Optional.of(Status.NOT_FOUND);
            }
            active = new BlockPump(
                    channel.ledger(),
                    range.get().start(),
                    range.get().stop(),
                    client::isReady,
                    new ClientSink(channel.id()),
                    executor);
            active.start();
            return Optional.empty();
        } catch (InvalidProtocolBufferException e) {
            return Optional.of(Status.BAD_REQUEST);
        }
    }

    private boolean isReader(Channel channel, EndorsedTransaction.Headers headers, Envelope seek) {
        try {
            MemberIdentity reader =
                    channel.members().deserialize(headers.signature().getCreator());
            return reader.isValidAt(clock.instant()) && reader.verify(seek.getPayload(), seek.getSignature());
        } catch (UnknownIdentityException e) {
            return false;
        }
    }

    private final class ClientSink implements BlockPump.Sink {
        private final String channelId;

        ClientSink(String channelId) {
            this.channelId = channelId;
        }

        @Override
        public void block(CommittedBlock block) throws IOException {
            client.onNext(format.block(block, channelId));
        }

        @Override
        public void end() {
            synchronized (DeliverSession.this) {
                client.onNext(format.status(Status.SUCCESS));
                active = null;
                startNext();
            }
        }

        @Override
        public void failed(Exception failure) {
            synchronized (DeliverSession.this) {
                ended = true;
                client.onError(io.grpc.Status.INTERNAL
                        .withDescription(failure.getMessage())
                        .asRuntimeException());
            }
        }
    }
}
