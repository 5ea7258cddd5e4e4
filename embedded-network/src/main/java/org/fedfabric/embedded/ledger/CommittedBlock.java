package org.fedfabric.embedded.ledger;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fedfabric.embedded.wire.EndorsedTransaction;
import org.fedfabric.embedded.wire.InvalidTransactionException;
import org.hyperledger.fabric.protos.common.Block;
import org.hyperledger.fabric.protos.common.BlockMetadataIndex;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.peer.TxValidationCode;

/**
 * A block with its transactions decoded and their verdicts.
 *
 * @param block the block as stored
 * @param transactions what its envelopes hold, in order
 */
public record CommittedBlock(Block block, List<Entry> transactions) {

    /**
     * One transaction of a block.
     *
     * @param transactionId its id; empty if the envelope has none
     * @param headerType the type in its channel header
     * @param code the verdict
     * @param transaction its content; empty for configuration and for envelopes that could not be decoded
     */
    public record Entry(
            String transactionId, int headerType, TxValidationCode code, Optional<EndorsedTransaction> transaction) {}

    /** Decodes a stored block. */
    static CommittedBlock of(Block block, String channelId) throws InvalidProtocolBufferException {
        List<Entry> entries = new ArrayList<>(block.getData().getDataCount());
        for (int i = 0; i < block.getData().getDataCount(); i++) {
            Envelope envelope = Envelope.parseFrom(block.getData().getData(i));
            EndorsedTransaction.Headers headers = EndorsedTransaction.Headers.of(envelope);
            entries.add(new Entry(
                    headers.channel().getTxId(),
                    headers.channel().getType(),
                    verdict(block, i),
                    decode(envelope, channelId)));
        }
        return new CommittedBlock(block, List.copyOf(entries));
    }

    private static Optional<EndorsedTransaction> decode(Envelope envelope, String channelId) {
        try {
            return Optional.of(EndorsedTransaction.decode(envelope, channelId));
        } catch (InvalidTransactionException e) {
            return Optional.empty();
        }
    }

    private static TxValidationCode verdict(Block block, int position) {
        byte code = block.getMetadata()
                .getMetadata(BlockMetadataIndex.TRANSACTIONS_FILTER_VALUE)
                .byteAt(position);
        return TxValidationCode.forNumber(Byte.toUnsignedInt(code));
    }

    /** The block's number. */
    public long number() {
        return block.getHeader().getNumber();
    }
}
