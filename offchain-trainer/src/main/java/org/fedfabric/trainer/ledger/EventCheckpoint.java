package org.fedfabric.trainer.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.canonical.NotCanonicalException;
import org.fedfabric.trainer.durable.DurableFile;
import org.hyperledger.fabric.client.Checkpoint;

/**
 * Up to where a channel's events were handed over.
 *
 * @param schema version of this form, 1
 * @param network digest of the own peer's TLS authority: a network that was wiped and made anew counts its blocks from 0
 *     again, and an old position would wait for ever
 * @param channel the channel
 * @param blockNumber block of the last event handed over
 * @param transactionId its transaction
 */
record EventCheckpoint(int schema, String network, String channel, long blockNumber, String transactionId)
        implements Checkpoint {
    EventCheckpoint {
        Checks.inRange(schema, 1, 1, "schema of an event checkpoint");
        Checks.present(network, "network");
        Checks.present(channel, "channel");
        Checks.inRange(blockNumber, 0, Long.MAX_VALUE, "blockNumber");
        Checks.present(transactionId, "transactionId");
    }

    /** Reads a checkpoint of this network and channel; anything else is as good as none: the node reads the ledger. */
    static Optional<EventCheckpoint> read(Path file, String network, String channel) throws IOException {
        try {
            EventCheckpoint stored = CanonicalJson.read(Files.readAllBytes(file), EventCheckpoint.class);
            return Optional.of(stored)
                    .filter(c -> c.network().equals(network) && c.channel().equals(channel));
        } catch (NoSuchFileException | NotCanonicalException e) {
            return Optional.empty();
        }
    }

    void write(Path file) throws IOException {
        DurableFile.write(file, CanonicalJson.bytes(this));
    }

    @Override
    public OptionalLong getBlockNumber() {
        return OptionalLong.of(blockNumber);
    }

    @Override
    public Optional<String> getTransactionId() {
        return Optional.of(transactionId);
    }
}
