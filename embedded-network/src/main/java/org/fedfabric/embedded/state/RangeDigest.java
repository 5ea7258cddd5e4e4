package org.fedfabric.embedded.state;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import org.fedfabric.embedded.wire.Sha256;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVRead;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.QueryReads;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.QueryReadsMerkleSummary;

/**
 * What a range query saw, in the bounded form a transaction carries: up to {@value #DEGREE} rows as they are, more as the
 * top level of a Merkle tree.
 *
 * <p>Leaves are hashes of {@value #DEGREE} + 1 rows; whenever a level holds more than {@value #DEGREE} hashes they are
 * combined into one of the level above. The construction is part of Fabric's transaction format: validators rebuild it.
 */
final class RangeDigest {
    /** Fabric's default degree (ledger.state.queryReads); a peer with another one would compute other bytes. */
    static final int DEGREE = 50;

    private final int degree;
    private final List<List<ByteString>> levels = new ArrayList<>();
    private List<KVRead> pending = new ArrayList<>();

    RangeDigest(int degree) {
        this.degree = degree;
    }

    void add(String key, StateVersion version) {
        pending.add(
                KVRead.newBuilder().setKey(key).setVersion(version.toMessage()).build());
        if (pending.size() > degree) {
            hashPending();
        }
    }

    /** Whether so few rows were seen that they are carried as they are. */
    boolean isRaw() {
        return levels.isEmpty();
    }

    QueryReads rawReads() {
        return QueryReads.newBuilder().addAllKvReads(pending).build();
    }

    /** Completes the tree; nothing may be added afterwards. */
    QueryReadsMerkleSummary summary() {
        if (!pending.isEmpty()) {
            hashPending();
        }
        for (int level = 0; level < levels.size() - 1; level++) {
            List<ByteString> hashes = levels.get(level);
            if (!hashes.isEmpty()) {
                levels.get(level + 1).add(hashes.size() == 1 ? hashes.get(0) : Sha256.of(hashes));
                hashes.clear();
            }
        }
        List<ByteString> top = levels.get(levels.size() - 1);
        if (top.size() > degree) {
            levels.add(new ArrayList<>(List.of(Sha256.of(top))));
            top = levels.get(levels.size() - 1);
        }
        return QueryReadsMerkleSummary.newBuilder()
                .setMaxDegree(degree)
                .setMaxLevel(levels.size())
                .addAllMaxLevelHashes(top)
                .build();
    }

    private void hashPending() {
        ByteString leaf = Sha256.of(rawReads().toByteString());
        pending = new ArrayList<>();
        addHash(0, leaf);
    }

    private void addHash(int level, ByteString hash) {
        if (level == levels.size()) {
            levels.add(new ArrayList<>());
        }
        List<ByteString> hashes = levels.get(level);
        hashes.add(hash);
        if (hashes.size() > degree) {
            ByteString combined = Sha256.of(hashes);
            hashes.clear();
            addHash(level + 1, combined);
        }
    }
}
