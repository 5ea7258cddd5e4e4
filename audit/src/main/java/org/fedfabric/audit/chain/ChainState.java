package org.fedfabric.audit.chain;

import com.google.protobuf.ByteString;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVRead;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVReadHash;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVWrite;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVWriteHash;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.RangeQueryInfo;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.Version;
import org.hyperledger.fabric.protos.peer.TxValidationCode;

/**
 * When each key was last written, and by that whether what a transaction has read is still so (multi-version concurrency
 * control). Keeps values of the lifecycle's namespace only, where chaincodes' policies lie.
 */
final class ChainState {
    static final String LIFECYCLE = "_lifecycle";

    private final Map<String, NavigableMap<ByteString, StateVersion>> open = new HashMap<>();
    private final Map<String, Map<ByteString, StateVersion>> hashed = new HashMap<>();
    private final Map<ByteString, ByteString> lifecycle = new HashMap<>();
    private Set<BlockKey> writtenInBlock = new HashSet<>();
    private CommitHash.Updates updates = new CommitHash.Updates();

    /** Begins a block: from here on what its own transactions write counts as just changed. */
    void beginBlock() {
        writtenInBlock = new HashSet<>();
        updates = new CommitHash.Updates();
    }

    /** What the transactions applied since {@link #beginBlock} have written. */
    CommitHash.Updates updates() {
        return updates;
    }

    /** A value of the lifecycle's namespace, or null. */
    ByteString lifecycle(String key) {
        return lifecycle.get(ByteString.copyFromUtf8(key));
    }

    /** VALID if everything that was read is still so. */
    Verdict check(Iterable<NamespaceSet> sets) {
        for (NamespaceSet set : sets) {
            for (KVRead read : set.open().getReadsList()) {
                if (!isCurrent(set.namespace(), read)) {
                    return stale(read.getKey(), read.hasVersion() ? read.getVersion() : null, current(set, read));
                }
            }
            for (RangeQueryInfo query : set.open().getRangeQueriesInfoList()) {
                if (!RangeCheck.seesTheSame(keys(set.namespace()), query)) {
                    return Verdict.invalid(
                            TxValidationCode.PHANTOM_READ_CONFLICT,
                            "the range from '" + printable(query.getStartKey()) + "' to '"
                                    + printable(query.getEndKey()) + "' no longer holds what was read");
                }
            }
            for (NamespaceSet.Collection collection : set.collections()) {
                for (KVReadHash read : collection.set().getHashedReadsList()) {
                    if (!isCurrent(place(set, collection), read)) {
                        return stale(
                                "a private key of " + collection.name(),
                                read.hasVersion() ? read.getVersion() : null,
                                hashedKeys(place(set, collection)).get(read.getKeyHash()));
                    }
                }
            }
        }
        return Verdict.VALID;
    }

    private StateVersion current(NamespaceSet set, KVRead read) {
        return keys(set.namespace()).get(ByteString.copyFromUtf8(read.getKey()));
    }

    private static Verdict stale(String key, Version read, StateVersion current) {
        String was = read == null ? "absent" : read.getBlockNum() + "." + read.getTxNum();
        return Verdict.invalid(
                TxValidationCode.MVCC_READ_CONFLICT,
                "it rests on '" + printable(key) + "' as written by " + was + ", which is by now "
                        + (current == null ? "absent" : current.toString()));
    }

    private boolean isCurrent(String namespace, KVRead read) {
        ByteString key = ByteString.copyFromUtf8(read.getKey());
        return !writtenInBlock.contains(new BlockKey(namespace, key))
                && same(keys(namespace).get(key), read.hasVersion() ? read.getVersion() : null);
    }

    private boolean isCurrent(String place, KVReadHash read) {
        return !writtenInBlock.contains(new BlockKey(place, read.getKeyHash()))
                && same(hashedKeys(place).get(read.getKeyHash()), read.hasVersion() ? read.getVersion() : null);
    }

    private static boolean same(StateVersion current, Version read) {
        if (current == null || read == null) {
            return current == null && read == null;
        }
        return current.block() == read.getBlockNum() && current.transaction() == read.getTxNum();
    }

    /** Takes a valid transaction's writes. */
    void apply(Iterable<NamespaceSet> sets, StateVersion version) {
        for (NamespaceSet set : sets) {
            for (KVWrite write : set.open().getWritesList()) {
                ByteString key = ByteString.copyFromUtf8(write.getKey());
                // An empty value deletes, whatever the flag says.
                boolean delete = write.getIsDelete() || write.getValue().isEmpty();
                put(keys(set.namespace()), set.namespace(), key, delete ? null : version);
                updates.open(set.namespace(), key, delete ? null : write.getValue(), version);
                if (set.namespace().equals(LIFECYCLE)) {
                    lifecycle.put(key, delete ? null : write.getValue());
                }
            }
            for (NamespaceSet.Collection collection : set.collections()) {
                for (KVWriteHash write : collection.set().getHashedWritesList()) {
                    boolean delete = write.getIsDelete()
                            || write.getIsPurge()
                            || write.getValueHash().isEmpty();
                    String place = place(set, collection);
                    put(hashedKeys(place), place, write.getKeyHash(), delete ? null : version);
                    updates.hashed(
                            set.namespace(),
                            collection.name(),
                            write.getKeyHash(),
                            delete ? null : write.getValueHash(),
                            version);
                }
            }
        }
    }

    private void put(Map<ByteString, StateVersion> keys, String place, ByteString key, StateVersion version) {
        if (version == null) {
            keys.remove(key);
        } else {
            keys.put(key, version);
        }
        writtenInBlock.add(new BlockKey(place, key));
    }

    private NavigableMap<ByteString, StateVersion> keys(String namespace) {
        return open.computeIfAbsent(namespace, name -> new TreeMap<>(ByteString.unsignedLexicographicalComparator()));
    }

    private Map<ByteString, StateVersion> hashedKeys(String place) {
        return hashed.computeIfAbsent(place, name -> new HashMap<>());
    }

    private static String place(NamespaceSet set, NamespaceSet.Collection collection) {
        return set.namespace() + '\0' + collection.name();
    }

    private record BlockKey(String place, ByteString key) {}

    private static String printable(String key) {
        return key.replaceAll("\\p{Cntrl}", "/");
    }
}
