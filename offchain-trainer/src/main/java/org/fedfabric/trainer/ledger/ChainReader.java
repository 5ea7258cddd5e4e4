package org.fedfabric.trainer.ledger;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.hyperledger.fabric.client.CloseableIterator;
import org.hyperledger.fabric.client.Gateway;
import org.hyperledger.fabric.client.GatewayException;
import org.hyperledger.fabric.client.GatewayRuntimeException;
import org.hyperledger.fabric.client.Hash;
import org.hyperledger.fabric.client.Network;
import org.hyperledger.fabric.protos.common.Block;
import org.hyperledger.fabric.protos.common.BlockchainInfo;

/**
 * Reads a channel's whole blocks from the own enterprise's peer: for who wants to check the chain rather than believe a
 * peer's answers. No other enterprise's peer is asked, so that one knows whose copy was read.
 */
public final class ChainReader {
    /** Longest wait for one block. A peer hands out hundreds a second; this long means that none will come. */
    private static final long BLOCK_SECONDS = 30;

    private final PeerConnection peer;
    private final ClientIdentity identity;
    private final String channel;

    ChainReader(PeerConnection peer, ClientIdentity identity, String channel) {
        this.peer = peer;
        this.identity = identity;
        this.channel = channel;
    }

    /** A view of the channel that names the certificate shown to the peer: who asks for blocks must, with mutual TLS. */
    private Network network() throws IOException {
        Gateway.Builder gateway = Gateway.newInstance()
                .identity(identity.x509())
                .signer(identity.signer())
                .hash(Hash.SHA256)
                .connection(peer.channel());
        Optional<byte[]> shown = peer.shownCertificateHash();
        shown.ifPresent(gateway::tlsClientCertificateHash);
        return gateway.connect().getNetwork(channel);
    }

    /** Takes one block. */
    @FunctionalInterface
    public interface BlockConsumer {
        /** Takes the next block; what it throws ends the reading. */
        void accept(Block block) throws IOException;
    }

    /** The channel's name. */
    public String channel() {
        return channel;
    }

    /** Whose copy of the chain is read, for people. */
    public String source() {
        return peer.mspId() + " at " + peer.endpoint().address();
    }

    /**
     * How many blocks the peer has.
     *
     * @throws IOException when it does not answer
     */
    public long height() throws IOException {
        try {
            byte[] answer = network()
                    .getContract("qscc")
                    .newProposal("GetChainInfo")
                    .addArguments(channel)
                    .setEndorsingOrganizations(peer.mspId())
                    .build()
                    .evaluate(options -> options.withDeadlineAfter(BLOCK_SECONDS, TimeUnit.SECONDS));
            return BlockchainInfo.parseFrom(answer).getHeight();
        } catch (GatewayException e) {
            throw new IOException(
                    "The peer of " + source() + " must tell the height of channel " + channel + ": "
                            + StatusText.of(e.getStatus()),
                    e);
        } catch (InvalidProtocolBufferException e) {
            throw new IOException("The peer of " + source() + " answers with something that is no height", e);
        }
    }

    /**
     * Hands over the blocks from 0 up to, not including, that height, in order, on the calling thread.
     *
     * @throws IOException when the peer ends the stream or is silent for half a minute, or as the consumer says
     */
    public void read(long height, BlockConsumer consumer) throws IOException {
        if (height <= 0) {
            return;
        }
        ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "chain-reader-watch");
            thread.setDaemon(true);
            return thread;
        });
        try (CloseableIterator<Block> blocks =
                network().newBlockEventsRequest().startBlock(0).build().getEvents()) {
            for (long number = 0; number < height; number++) {
                // Closing the stream is what ends a wait for a block that does not come.
                var silence = watch.schedule(blocks::close, BLOCK_SECONDS, TimeUnit.SECONDS);
                Block block = blocks.hasNext() ? blocks.next() : null;
                silence.cancel(false);
                if (block == null) {
                    throw new IOException(
                            "The peer of " + source() + " ended the stream at block " + number + " of " + height);
                }
                consumer.accept(block);
            }
        } catch (GatewayRuntimeException e) {
            throw new IOException(
                    "The peer of " + source() + " must hand out its blocks: " + StatusText.of(e.getStatus()), e);
        } catch (NoSuchElementException e) {
            // How the gateway client tells that the peer answered with a status instead of a block.
            throw new IOException("The peer of " + source() + " refuses to hand out its blocks: " + e.getMessage(), e);
        } finally {
            watch.shutdownNow();
        }
    }
}
