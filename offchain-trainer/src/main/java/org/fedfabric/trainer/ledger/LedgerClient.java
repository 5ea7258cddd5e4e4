package org.fedfabric.trainer.ledger;

import java.nio.file.Path;

/**
 * Calls functions of the chaincode on one channel as one identity. Safe for use by any number of threads; every call ends
 * by its deadline ({@link Deadlines}); an interrupted thread's call ends at once as a failure and leaves it interrupted.
 */
public interface LedgerClient {
    /** The channel. */
    String channel();

    /** As whom. */
    ClientIdentity identity();

    /**
     * Asks for a function's result without writing. The own enterprise's peer answers; while it is down, matching answers
     * of a majority of enterprises count. Busy endorsers are asked again.
     *
     * @throws LedgerRefusal when the rules refuse
     * @throws EvaluationFailedException when nobody who may be believed answered in time
     */
    String evaluate(String function, String... arguments) throws LedgerException;

    /**
     * As {@link #evaluate}, but from the other enterprises only, a majority of which must agree: for when the own peer is
     * suspected of computing something else (protocol.md §4).
     */
    String evaluateElsewhere(String function, String... arguments) throws LedgerException;

    /**
     * Has a function endorsed and its writes committed. Conflicts, lost connections, busy endorsers and transactions that
     * an orderer lost are repeated until {@link Deadlines#invocation}; if the own peer or its chaincode is down, or alone
     * computes another result, another enterprise's gateway is used, and the log says so. Its fate is the own peer's word; while
     * that is down, the same word of a majority of enterprises.
     *
     * @throws LedgerRefusal when the rules refuse
     * @throws EndorsementFailedException when not enough endorsers gave the same result
     * @throws SubmissionFailedException when the orderers refuse the transaction
     * @throws CommitUnknownException when its fate could not be learnt in time
     * @throws TransactionInvalidException when it was committed as invalid, repeatedly
     */
    CommittedTransaction submit(String function, String... arguments) throws LedgerException;

    /**
     * Follows the chaincode's events on this channel, each handed to the consumer at least once and in the ledger's order.
     *
     * @param checkpoint file that remembers, over restarts, which were handed over; while there is none, following begins
     *     with the next block. Null to remember nothing
     * @param consumer called from one thread; it should return at once
     */
    TaskEvents events(Path checkpoint, EventConsumer consumer);
}
