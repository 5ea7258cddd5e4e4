package org.fedfabric.embedded.endorsement;

import com.google.protobuf.ByteString;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.fedfabric.embedded.state.RangeScan;
import org.fedfabric.embedded.state.VersionedValue;
import org.hyperledger.fabric.protos.ledger.queryresult.KV;
import org.hyperledger.fabric.protos.ledger.queryresult.KeyModification;
import org.hyperledger.fabric.protos.peer.QueryResponse;
import org.hyperledger.fabric.protos.peer.QueryResponseMetadata;
import org.hyperledger.fabric.protos.peer.QueryResultBytes;

/**
 * An open query of a contract, handed over in batches.
 *
 * <p>A batch that promises more is only sent when another row is in hand: the shim asks for it unseen and breaks on an
 * empty batch. That row counts as read, in Fabric too.
 */
final class QueryCursor {
    /** Rows per message, as Fabric sends them (ledger.state.couchDBConfig.internalQueryLimit plays no part here). */
    private static final int BATCH_ROWS = 100;

    private final Supplier<ByteString> rows;
    private ByteString inHand;

    private QueryCursor(Supplier<ByteString> rows) {
        this.rows = rows;
    }

    static QueryCursor overRange(RangeScan scan, String namespace) {
        return new QueryCursor(() -> {
            Map.Entry<String, VersionedValue> row = scan.next();
            return row == null ? null : keyValue(namespace, row);
        });
    }

    static QueryCursor overHistory(List<KeyModification> modifications) {
        Iterator<KeyModification> iterator = modifications.iterator();
        return new QueryCursor(() -> iterator.hasNext() ? iterator.next().toByteString() : null);
    }

    /** One page of a range query with the bookmark (the key) at which the next one begins. */
    static QueryResponse page(RangeScan scan, String namespace, int rows, String id) {
        QueryResponse.Builder page = QueryResponse.newBuilder().setId(id);
        Map.Entry<String, VersionedValue> row = scan.next();
        while (row != null && page.getResultsCount() < rows) {
            page.addResults(result(keyValue(namespace, row)));
            row = scan.next();
        }
        return page.setMetadata(QueryResponseMetadata.newBuilder()
                        .setFetchedRecordsCount(page.getResultsCount())
                        .setBookmark(row == null ? "" : row.getKey())
                        .build()
                        .toByteString())
                .build();
    }

    QueryResponse nextBatch(String id) {
        QueryResponse.Builder batch = QueryResponse.newBuilder().setId(id);
        ByteString row = inHand == null ? rows.get() : inHand;
        while (row != null && batch.getResultsCount() < BATCH_ROWS) {
            batch.addResults(result(row));
            row = rows.get();
        }
        inHand = row;
        return batch.setHasMore(row != null).build();
    }

    private static QueryResultBytes result(ByteString row) {
        return QueryResultBytes.newBuilder().setResultBytes(row).build();
    }

    private static ByteString keyValue(String namespace, Map.Entry<String, VersionedValue> row) {
        return KV.newBuilder()
                .setNamespace(namespace)
                .setKey(row.getKey())
                .setValue(row.getValue().value())
                .build()
                .toByteString();
    }
}
