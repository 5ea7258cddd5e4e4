package org.fedfabric.audit.chain;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVRead;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.QueryReads;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.QueryReadsMerkleSummary;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.RangeQueryInfo;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.Version;

/**
 * Whether a range of keys still holds what a transaction has seen there. A transaction carries few rows as they are and
 * many as the top level of a tree of hashes: leaves over degree + 1 rows, and whenever a level has more hashes than the
 * degree they become one of the level above.
 */
final class RangeCheck {
    private final int degree;
    private final List<List<ByteString>> levels = new ArrayList<>();
    private List<KVRead> rows = new ArrayList<>();

    private RangeCheck(int degree) {
        this.degree = degree;
    }

    static boolean seesTheSame(NavigableMap<ByteString, StateVersion> keys, RangeQueryInfo query) {
        NavigableMap<ByteString, StateVersion> range = range(keys, query);
        if (!query.hasReadsMerkleHashes()) {
            RangeCheck all = new RangeCheck(Integer.MAX_VALUE);
            range.entrySet().forEach(all::add);
            return all.rows.equals(query.getRawReads().getKvReadsList());
        }
        QueryReadsMerkleSummary seen = query.getReadsMerkleHashes();
        // Below two, a level could never shrink.
        if (seen.getMaxDegree() < 2) {
            return false;
        }
        RangeCheck tree = new RangeCheck(seen.getMaxDegree());
        range.entrySet().forEach(tree::add);
        return !tree.levels.isEmpty() && tree.summary().equals(seen);
    }

    private static NavigableMap<ByteString, StateVersion> range(
            NavigableMap<ByteString, StateVersion> keys, RangeQueryInfo query) {
        ByteString start = ByteString.copyFromUtf8(query.getStartKey());
        ByteString end = ByteString.copyFromUtf8(query.getEndKey());
        NavigableMap<ByteString, StateVersion> from = keys.tailMap(start, true);
        if (end.isEmpty()) {
            return from;
        }
        if (ByteString.unsignedLexicographicalComparator().compare(start, end) > 0) {
            return java.util.Collections.emptyNavigableMap();
        }
        // A scan that was broken off vouches for everything up to its last row, that row included.
        return from.headMap(end, !query.getItrExhausted());
    }

    private void add(Map.Entry<ByteString, StateVersion> row) {
        rows.add(KVRead.newBuilder()
                .setKey(row.getKey().toStringUtf8())
                .setVersion(message(row.getValue()))
                .build());
        if (degree != Integer.MAX_VALUE && rows.size() > degree) {
            hashRows();
        }
    }

    private static Version message(StateVersion version) {
        return Version.newBuilder()
                .setBlockNum(version.block())
                .setTxNum(version.transaction())
                .build();
    }

    private QueryReadsMerkleSummary summary() {
        if (!rows.isEmpty()) {
            hashRows();
        }
        for (int level = 0; level < levels.size() - 1; level++) {
            List<ByteString> hashes = levels.get(level);
            if (!hashes.isEmpty()) {
                levels.get(level + 1).add(hashes.size() == 1 ? hashes.get(0) : combined(hashes));
                hashes.clear();
            }
        }
        List<ByteString> top = levels.get(levels.size() - 1);
        if (top.size() > degree) {
            top = List.of(combined(top));
            levels.add(top);
        }
        return QueryReadsMerkleSummary.newBuilder()
                .setMaxDegree(degree)
                .setMaxLevel(levels.size())
                .addAllMaxLevelHashes(top)
                .build();
    }

    private void hashRows() {
        ByteString leaf = Hashes.sha256(
                QueryReads.newBuilder().addAllKvReads(rows).build().toByteString());
        rows = new ArrayList<>();
        addHash(0, leaf);
    }

    private void addHash(int level, ByteString hash) {
        if (level == levels.size()) {
            levels.add(new ArrayList<>());
        }
        List<ByteString> hashes = levels.get(level);
        hashes.add(hash);
        if (hashes.size() > degree) {
            ByteString above = combined(hashes);
            hashes.clear();
            addHash(level + 1, above);
        }
    }

    private static ByteString combined(List<ByteString> hashes) {
        return Hashes.sha256(hashes.toArray(ByteString[]::new));
    }
}
