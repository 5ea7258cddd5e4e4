package org.fedfabric.embedded.delivery;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.stub.StreamObserver;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Executor;
import org.fedfabric.embedded.ordering.Channel;
import org.fedfabric.embedded.wire.EndorsedTransaction;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.Status;
import org.hyperledger.fabric.protos.orderer.AtomicBroadcastGrpc;
import org.hyperledger.fabric.protos.orderer.BroadcastResponse;
import org.hyperledger.fabric.protos.orderer.DeliverResponse;

/** The orderer as a gRPC service, for clients that submit transactions themselves, such as the {@code peer} command. */
public final class OrdererService extends AtomicBroadcastGrpc.AtomicBroadcastImplBase {
    private final Map<String, Channel> channels;
    private final Executor executor;
    private final Clock clock;

    /**
     * A service over those channels.
     *
     * @param executor runs the sending of blocks
     */
    public OrdererService(Map<String, Channel> channels, Executor executor, Clock clock) {
        this.channels = Map.copyOf(channels);
        this.executor = executor;
        this.clock = clock;
    }

    @Override
    public StreamObserver<Envelope> broadcast(StreamObserver<BroadcastResponse> client) {
        return new StreamObserver<>() {
            private boolean ended;

            @Override
            public void onNext(Envelope envelope) {
                if (ended) {
                    return;
                }
                BroadcastResponse response = order(envelope);
                client.onNext(response);
                if (response.getStatus() != Status.SUCCESS) {
                    onCompleted();
                }
            }

            @Override
            public void onError(Throwable failure) {
                ended = true;
            }

            @Override
            public void onCompleted() {
                if (!ended) {
                    ended = true;
                    client.onCompleted();
                }
            }
        };
    }

    private BroadcastResponse order(Envelope envelope) {
        try {
            String channelId =
                    EndorsedTransaction.Headers.of(envelope).channel().getChannelId();
            Channel channel = channels.get(channelId);
            if (channel != null) {
                return channel.orderer().broadcast(envelope);
            }
            return BroadcastResponse.newBuilder()
                    .setStatus(Status.NOT_FOUND)
                    .setInfo("channel " + channelId + " not found")
                    .build();
        } catch (InvalidProtocolBufferException e) {
            return BroadcastResponse.newBuilder()
                    .setStatus(Status.BAD_REQUEST)
                    .setInfo("could not determine channel ID: " + e.getMessage())
                    .build();
        }
    }

    @Override
    public StreamObserver<Envelope> deliver(StreamObserver<DeliverResponse> client) {
        return new DeliverSession<>(channels, BlockFormat.ORDERER, client, executor, clock);
    }
}
