package org.fedfabric.embedded.state;

import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.fedfabric.embedded.wire.EndorsedTransaction;
import org.fedfabric.embedded.wire.EndorsedTransaction.NamespaceReadWriteSet;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVRead;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVWrite;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.RangeQueryInfo;
import org.hyperledger.fabric.protos.peer.TxValidationCode;

/**
 * Decides for the transactions of one block, in their order, whether what each has read is still so, and builds the state
 * after them (multi-version concurrency control).
 */
public final class ConflictCheck {
    private final long block;
    private final Set<String> writtenInBlock = new HashSet<>();
    private WorldState state;

    /**
     * A check that begins with the state before the block.
     *
     * @param block the block's number, which becomes part of the version of what it writes
     */
    public ConflictCheck(WorldState before, long block) {
        this.state = before;
        this.block = block;
    }

    /**
     * Applies a transaction's writes unless something it has read has changed.
     *
     * @param position the transaction's position in the block
     * @return VALID, MVCC_READ_CONFLICT or PHANTOM_READ_CONFLICT
     */
    public TxValidationCode check(EndorsedTransaction transaction, int position) {
        for (NamespaceReadWriteSet reads : transaction.readWriteSets()) {
            for (KVRead read : reads.set().getReadsList()) {
                if (!isCurrent(reads.namespace(), read)) {
                    return TxValidationCode.MVCC_READ_CONFLICT;
                }
            }
            for (RangeQueryInfo query : reads.set().getRangeQueriesInfoList()) {
                if (!seesTheSame(reads.namespace(), query)) {
                    return TxValidationCode.PHANTOM_READ_CONFLICT;
                }
            }
        }
        apply(transaction, position);
        return TxValidationCode.VALID;
    }

    /** Applies a transaction that is known to be valid, as when a ledger is read back. */
    public void apply(EndorsedTransaction transaction, int position) {
        StateVersion version = new StateVersion(block, position);
        for (NamespaceReadWriteSet writes : transaction.readWriteSets()) {
            state = state.with(writes.namespace(), writes.set().getWritesList(), version);
            for (KVWrite write : writes.set().getWritesList()) {
                writtenInBlock.add(blockKey(writes.namespace(), write.getKey()));
            }
        }
    }

    /** The state after the transactions that were applied. */
    public WorldState stateAfter() {
        return state;
    }

    private boolean isCurrent(String namespace, KVRead read) {
        if (writtenInBlock.contains(blockKey(namespace, read.getKey()))) {
            return false;
        }
        VersionedValue current = state.get(namespace, read.getKey());
        if (current == null || !read.hasVersion()) {
            return current == null && !read.hasVersion();
        }
        return current.version().matches(read.getVersion());
    }

    private boolean seesTheSame(String namespace, RangeQueryInfo query) {
        Iterator<Map.Entry<String, VersionedValue>> rows = query.getItrExhausted()
                ? state.range(namespace, query.getStartKey(), query.getEndKey())
                : state.closedRange(namespace, query.getStartKey(), query.getEndKey());
        boolean merkle = query.hasReadsMerkleHashes();
        int degree = merkle ? query.getReadsMerkleHashes().getMaxDegree() : Integer.MAX_VALUE;
        if (degree < 2) {
            return false;
        }
        RangeDigest digest = new RangeDigest(degree);
        while (rows.hasNext()) {
            Map.Entry<String, VersionedValue> row = rows.next();
            digest.add(row.getKey(), row.getValue().version());
        }
        if (!merkle) {
            return digest.rawReads().equals(query.getRawReads());
        }
        return !digest.isRaw() && digest.summary().equals(query.getReadsMerkleHashes());
    }

    private static String blockKey(String namespace, String key) {
        return namespace + '\0' + key;
    }
}
