package org.fedfabric.chaincode.ledger;

/**
 * One transaction's view of the ledger, with Fabric's manners: a read never sees what this transaction wrote, writing an
 * empty value deletes, and what was written counts only if the transaction is endorsed, ordered and valid.
 */
public interface LedgerState {
    /** The value before this transaction, or null if there is none. */
    byte[] get(StateKey key);

    /** Sets a value when the transaction commits. */
    void put(StateKey key, byte[] value);

    /** Removes a value when the transaction commits. */
    void delete(StateKey key);

    /**
     * The values under keys that begin with all parts of a prefix, in key order. For queries only: a range in a
     * submitted transaction could be voided by whoever adds a key to it.
     *
     * @param prefix the common beginning
     * @param size most entries to return
     * @param from key to begin with, or null for the first
     */
    StatePage page(StateKey prefix, int size, StateKey from);

    /** The transaction's timestamp in milliseconds since 1970, as its sender chose it. */
    long timestampMillis();

    /** The channel's name. */
    String channel();

    /**
     * Sets the transaction's only event.
     *
     * @param name what clients filter by
     * @param payload a canonical record
     */
    void event(String name, byte[] payload);
}
