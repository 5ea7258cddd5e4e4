package org.fedfabric.trainer.ledger;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.canonical.Digests;
import org.fedfabric.protocol.canonical.NotCanonicalException;
import org.fedfabric.protocol.ledger.TaskEvent;
import org.hyperledger.fabric.client.ChaincodeEvent;
import org.hyperledger.fabric.client.ChaincodeEventsRequest;
import org.hyperledger.fabric.client.CloseableIterator;
import org.hyperledger.fabric.client.GatewayRuntimeException;

/**
 * Reads events on one thread and reopens the stream wherever it breaks; a second thread writes the checkpoint, always the
 * latest, so that a burst of events does not wait for the disk.
 */
final class CheckpointedEvents implements TaskEvents {
    private static final Logger LOG = System.getLogger(CheckpointedEvents.class.getPackageName());
    private static final Duration SHORTEST_BACKOFF = Duration.ofMillis(100);
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(5);

    /** Failures in a row before another enterprise's peer is followed: events only wake the node, they decide nothing. */
    private static final int PATIENCE = 3;

    private final String channel;
    private final Gateways gateways;
    private final EventConsumer consumer;
    private final CheckpointWriter writer;
    private final String network;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread reader;
    private final Outage outage = new Outage(SHORTEST_BACKOFF, LONGEST_BACKOFF);
    private volatile CloseableIterator<ChaincodeEvent> stream;
    private EventCheckpoint position;

    private CheckpointedEvents(String channel, Gateways gateways, Path checkpoint, EventConsumer consumer) {
        this.channel = channel;
        this.gateways = gateways;
        this.consumer = consumer;
        this.network = networkOf(gateways);
        this.position = checkpoint == null ? null : stored(checkpoint).orElse(null);
        this.writer = checkpoint == null ? null : new CheckpointWriter(checkpoint);
        this.reader = new Thread(this::follow, "events-" + channel);
        reader.setDaemon(true);
    }

    static TaskEvents start(String channel, Gateways gateways, Path checkpoint, EventConsumer consumer) {
        CheckpointedEvents events = new CheckpointedEvents(channel, gateways, checkpoint, consumer);
        events.reader.start();
        return events;
    }

    private static String networkOf(Gateways gateways) {
        Path authority = gateways.inOrder().get(0).endpoint().tlsCaCert();
        try {
            return Digests.sha256Hex(Files.readAllBytes(authority));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(
                    "The TLS certificate authority of the own peer must be readable. Provided value: " + authority, e);
        }
    }

    private Optional<EventCheckpoint> stored(Path checkpoint) {
        try {
            return EventCheckpoint.read(checkpoint, network, channel);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(
                    "The event checkpoint must be readable. Provided value: " + checkpoint, e);
        }
    }

    private void follow() {
        while (closing.getCount() > 0) {
            List<PeerConnection> order = gateways.inOrder();
            PeerConnection peer = order.get(outage.attempts() / PATIENCE % order.size());
            String reason = "the stream ended";
            long openedNanos = System.nanoTime();
            try (CloseableIterator<ChaincodeEvent> opened = open(peer)) {
                stream = opened;
                while (closing.getCount() > 0 && opened.hasNext()) {
                    handOver(opened.next(), peer);
                }
            } catch (GatewayRuntimeException e) {
                reason = StatusText.of(e.getStatus());
            } catch (RuntimeException e) {
                // A consumer's or connection's fault must not end the following: what is missed would never come again.
                if (outage.attempts() == 0) {
                    LOG.log(Level.ERROR, "events of " + channel + " from " + peer.endpoint(), e);
                }
                reason = e.toString();
            }
            if (System.nanoTime() - openedNanos > LONGEST_BACKOFF.toNanos()) {
                // It worked, though nothing happened on the channel.
                outage.over();
            }
            if (closing.getCount() > 0) {
                again(peer, reason);
            }
        }
    }

    private void again(PeerConnection peer, String reason) {
        Duration wait = outage.failed();
        LOG.log(
                Level.INFO,
                "events of {0} from {1}: {2}; attempt {3} in {4} ms",
                channel,
                peer.endpoint(),
                reason,
                outage.attempts() + 1,
                wait.toMillis());
        await(wait);
        peer.reconnectNow();
    }

    private CloseableIterator<ChaincodeEvent> open(PeerConnection peer) {
        ChaincodeEventsRequest.Builder request = gateways.network(peer).newChaincodeEventsRequest(gateways.chaincode());
        if (position != null) {
            request.checkpoint(position);
        }
        return request.build().getEvents();
    }

    private void handOver(ChaincodeEvent raw, PeerConnection peer) {
        if (outage.attempts() > 0) {
            int attempts = outage.attempts();
            LOG.log(
                    Level.INFO,
                    "events of {0} come again, from {1}, after {2} attempts that failed in {3} s",
                    channel,
                    peer.endpoint(),
                    attempts,
                    outage.over().toSeconds());
        }
        try {
            TaskEvent event = CanonicalJson.read(raw.getPayload(), TaskEvent.class);
            consumer.accept(new LedgerEvent(raw.getBlockNumber(), raw.getTransactionId(), event));
        } catch (NotCanonicalException e) {
            LOG.log(Level.WARNING, "an event that this version does not know: {0}", raw.getEventName());
        }
        position = new EventCheckpoint(1, network, channel, raw.getBlockNumber(), raw.getTransactionId());
        if (writer != null) {
            writer.latest(position);
        }
    }

    private void await(Duration length) {
        try {
            closing.await(length.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            closing.countDown();
        }
    }

    @Override
    public void close() {
        closing.countDown();
        CloseableIterator<ChaincodeEvent> open = stream;
        if (open != null) {
            open.close();
        }
        try {
            reader.join(1_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (writer != null) {
            writer.close();
        }
    }
}
