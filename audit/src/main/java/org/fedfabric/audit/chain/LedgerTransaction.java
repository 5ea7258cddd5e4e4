package org.fedfabric.audit.chain;

import java.time.Instant;
import java.util.List;

/**
 * One transaction of the chain, decoded. Reads, writes and event are those of the invoked chaincode's own namespace.
 *
 * <p>Only {@link #recomputed} says whether the writes took effect: the flag beside it lies in metadata that orderers do not
 * sign.
 *
 * @param block number of its block
 * @param index position in the block, from 0
 * @param txId its id, hex
 * @param channel the channel that its header names
 * @param mspId the sender's organisation
 * @param creatorCertificatePem the sender's certificate (PEM). Not to be changed.
 * @param timestamp the time that the sender chose
 * @param chaincode name of the invoked chaincode, {@code fedfabric} or {@code _lifecycle} among others
 * @param function the first argument of the invocation; empty if there was none
 * @param arguments the arguments after it, as UTF-8
 * @param reads the keys read, in the transaction's order
 * @param writes the keys written, in the transaction's order
 * @param hasRangeQueries whether its outcome also rests on ranges of keys
 * @param event the event, or null
 * @param responseStatus status of the chaincode's response; 200 is success
 * @param responsePayload payload of the response. Not to be changed.
 * @param endorsers everybody who signed, counted or not
 * @param flaggedInBlock the status that the block's metadata claims
 * @param recomputed the status that follows from the chain itself
 */
public record LedgerTransaction(
        long block,
        int index,
        String txId,
        String channel,
        String mspId,
        byte[] creatorCertificatePem,
        Instant timestamp,
        String chaincode,
        String function,
        List<String> arguments,
        List<StateRead> reads,
        List<StateWrite> writes,
        boolean hasRangeQueries,
        ChaincodeEvent event,
        int responseStatus,
        byte[] responsePayload,
        List<Endorser> endorsers,
        TransactionStatus flaggedInBlock,
        TransactionStatus recomputed) {
    /** Takes copies of the lists. */
    public LedgerTransaction {
        arguments = List.copyOf(arguments);
        reads = List.copyOf(reads);
        writes = List.copyOf(writes);
        endorsers = List.copyOf(endorsers);
    }
}
