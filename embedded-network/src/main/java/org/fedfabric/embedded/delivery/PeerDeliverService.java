package org.fedfabric.embedded.delivery;

import io.grpc.stub.StreamObserver;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Executor;
import org.fedfabric.embedded.ordering.Channel;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.peer.DeliverGrpc;
import org.hyperledger.fabric.protos.peer.DeliverResponse;

/** A peer's block streams: whole, filtered and (for compatibility) with private data. */
public final class PeerDeliverService extends DeliverGrpc.DeliverImplBase {
    private final Map<String, Channel> channels;
    private final Executor executor;
    private final Clock clock;

    /**
     * A service over those channels.
     *
     * @param executor runs the sending
     */
    public PeerDeliverService(Map<String, Channel> channels, Executor executor, Clock clock) {
        this.channels = Map.copyOf(channels);
        this.executor = executor;
        this.clock = clock;
    }

    @Override
    public StreamObserver<Envelope> deliver(StreamObserver<DeliverResponse> client) {
        return new DeliverSession<>(channels, BlockFormat.PEER, client, executor, clock);
    }

    @Override
    public StreamObserver<Envelope> deliverFiltered(StreamObserver<DeliverResponse> client) {
        return new DeliverSession<>(channels, BlockFormat.PEER_FILTERED, client, executor, clock);
    }

    @Override
    public StreamObserver<Envelope> deliverWithPrivateData(StreamObserver<DeliverResponse> client) {
        return new DeliverSession<>(channels, BlockFormat.PEER_WITH_PRIVATE_DATA, client, executor, clock);
    }
}
