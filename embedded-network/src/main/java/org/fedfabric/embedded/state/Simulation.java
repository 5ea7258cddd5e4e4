package org.fedfabric.embedded.state;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.hyperledger.fabric.protos.ledger.rwset.NsReadWriteSet;
import org.hyperledger.fabric.protos.ledger.rwset.TxReadWriteSet;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVRWSet;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVRead;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVWrite;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.RangeQueryInfo;

/**
 * One run of a contract against a snapshot: answers its reads, collects its writes, and states both in the form that
 * endorsers sign. As in Fabric, a contract never reads its own writes.
 *
 * <p>Not thread safe: a contract asks one question at a time.
 */
public final class Simulation {
    private final WorldState snapshot;
    private final String namespace;
    private final SortedMap<String, KVRead> reads = new TreeMap<>(Utf8Order.INSTANCE);
    private final SortedMap<String, KVWrite> writes = new TreeMap<>(Utf8Order.INSTANCE);
    private final List<RangeScan> scans = new ArrayList<>();
    private boolean paged;

    /**
     * A run of the chaincode of that namespace.
     *
     * @param snapshot the state it sees from beginning to end
     */
    public Simulation(WorldState snapshot, String namespace) {
        this.snapshot = snapshot;
        this.namespace = namespace;
    }

    /** The key's value in the snapshot; empty if it has none. */
    public ByteString get(String key) {
        VersionedValue value = snapshot.get(namespace, key);
        KVRead.Builder read = KVRead.newBuilder().setKey(key);
        if (value != null) {
            read.setVersion(value.version().toMessage());
        }
        reads.putIfAbsent(key, read.build());
        return value == null ? ByteString.EMPTY : value.value();
    }

    /**
     * Writes a value; an empty one deletes the key.
     *
     * @throws UnsupportedOperationException if a page was read before: Fabric allows pages in read-only runs alone
     */
    public void put(String key, ByteString value) {
        if (paged) {
            throw new UnsupportedOperationException("a transaction that has read a page must not write");
        }
        writes.put(
                key,
                KVWrite.newBuilder()
                        .setKey(key)
                        .setIsDelete(value.isEmpty())
                        .setValue(value)
                        .build());
    }

    /** Begins a range query over [start, end); an empty end leaves the range open. */
    public RangeScan scan(String start, String end) {
        RangeScan scan = new RangeScan(snapshot.range(namespace, start, end), start, end);
        scans.add(scan);
        return scan;
    }

    /**
     * Begins a paged range query. Pages are for reading only and are not recorded.
     *
     * @throws UnsupportedOperationException if the run has written before
     */
    public RangeScan scanPage(String start, String end) {
        if (!writes.isEmpty()) {
            throw new UnsupportedOperationException("a transaction that has written must not read pages");
        }
        paged = true;
        return new RangeScan(snapshot.range(namespace, start, end), start, end);
    }

    /** What the run read and wrote (a {@code TxReadWriteSet}); the same for every endorser that saw the same state. */
    public ByteString readWriteSet() {
        TxReadWriteSet.Builder transaction = TxReadWriteSet.newBuilder().setDataModel(TxReadWriteSet.DataModel.KV);
        if (!reads.isEmpty() || !writes.isEmpty() || !scans.isEmpty()) {
            KVRWSet set = KVRWSet.newBuilder()
                    .addAllReads(reads.values())
                    .addAllRangeQueriesInfo(rangeQueries())
                    .addAllWrites(writes.values())
                    .build();
            transaction.addNsRwset(
                    NsReadWriteSet.newBuilder().setNamespace(namespace).setRwset(set.toByteString()));
        }
        return transaction.build().toByteString();
    }

    /** The range queries in the order they were made, each (start, end, exhausted) once. */
    private List<RangeQueryInfo> rangeQueries() {
        Set<List<Object>> known = new LinkedHashSet<>();
        List<RangeQueryInfo> queries = new ArrayList<>();
        for (RangeScan scan : scans) {
            RangeQueryInfo info = scan.toMessage();
            if (known.add(List.of(info.getStartKey(), info.getEndKey(), info.getItrExhausted()))) {
                queries.add(info);
            }
        }
        return queries;
    }
}
