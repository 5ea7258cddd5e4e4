package org.fedfabric.embedded.endorsement;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.fedfabric.embedded.ledger.Ledger;
import org.fedfabric.embedded.state.RangeScan;
import org.fedfabric.embedded.state.Simulation;
import org.hyperledger.fabric.protos.peer.ChaincodeMessage;
import org.hyperledger.fabric.protos.peer.DelState;
import org.hyperledger.fabric.protos.peer.GetHistoryForKey;
import org.hyperledger.fabric.protos.peer.GetState;
import org.hyperledger.fabric.protos.peer.GetStateByRange;
import org.hyperledger.fabric.protos.peer.PutState;
import org.hyperledger.fabric.protos.peer.QueryMetadata;
import org.hyperledger.fabric.protos.peer.QueryResponse;
import org.hyperledger.fabric.protos.peer.QueryStateClose;
import org.hyperledger.fabric.protos.peer.QueryStateNext;

/** Answers the questions one running contract asks about the state. */
final class StateRequests {
    private final Simulation simulation;
    private final Ledger ledger;
    private final String namespace;
    private final Map<String, QueryCursor> cursors = new HashMap<>();
    private int nextCursorId;

    StateRequests(Simulation simulation, Ledger ledger, String namespace) {
        this.simulation = simulation;
        this.ledger = ledger;
        this.namespace = namespace;
    }

    /**
     * The payload of the answer.
     *
     * @throws UnsupportedOperationException with the reason, if this network does not offer what the contract asks for
     */
    ByteString answer(ChaincodeMessage request) throws IOException {
        ByteString payload = request.getPayload();
        switch (request.getType()) {
            case GET_STATE:
                GetState get = GetState.parseFrom(payload);
                refuseCollection(get.getCollection());
                return simulation.get(get.getKey());
            case PUT_STATE:
                PutState put = PutState.parseFrom(payload);
                refuseCollection(put.getCollection());
                simulation.put(put.getKey(), put.getValue());
                return ByteString.EMPTY;
            case DEL_STATE:
                DelState delete = DelState.parseFrom(payload);
                refuseCollection(delete.getCollection());
                simulation.put(delete.getKey(), ByteString.EMPTY);
                return ByteString.EMPTY;
            case GET_STATE_BY_RANGE:
                return range(GetStateByRange.parseFrom(payload));
            case GET_HISTORY_FOR_KEY:
                return open(QueryCursor.overHistory(ledger.history(
                        namespace, GetHistoryForKey.parseFrom(payload).getKey())));
            case QUERY_STATE_NEXT:
                return next(QueryStateNext.parseFrom(payload).getId());
            case QUERY_STATE_CLOSE:
                // The shim also closes cursors that have ended by themselves.
                String id = QueryStateClose.parseFrom(payload).getId();
                cursors.remove(id);
                return QueryResponse.newBuilder().setId(id).build().toByteString();
            default:
                throw new UnsupportedOperationException(
                        "the embedded network does not offer " + request.getType() + " to contracts");
        }
    }

    private ByteString range(GetStateByRange request) throws InvalidProtocolBufferException {
        refuseCollection(request.getCollection());
        QueryMetadata page = QueryMetadata.parseFrom(request.getMetadata());
        if (page.getPageSize() > 0) {
            String start = page.getBookmark().isEmpty() ? request.getStartKey() : page.getBookmark();
            RangeScan scan = simulation.scanPage(start, request.getEndKey());
            return QueryCursor.page(scan, namespace, page.getPageSize(), Integer.toString(nextCursorId++))
                    .toByteString();
        }
        return open(QueryCursor.overRange(simulation.scan(request.getStartKey(), request.getEndKey()), namespace));
    }

    private ByteString open(QueryCursor cursor) {
        String id = Integer.toString(nextCursorId++);
        cursors.put(id, cursor);
        return batch(id, cursor);
    }

    private ByteString next(String id) {
        QueryCursor cursor = cursors.get(id);
        if (cursor == null) {
            throw new UnsupportedOperationException("query iterator " + id + " is not open");
        }
        return batch(id, cursor);
    }

    private ByteString batch(String id, QueryCursor cursor) {
        QueryResponse response = cursor.nextBatch(id);
        if (!response.getHasMore()) {
            cursors.remove(id);
        }
        return response.toByteString();
    }

    private static void refuseCollection(String collection) {
        if (!collection.isEmpty()) {
            throw new UnsupportedOperationException("the embedded network has no private data collections; the contract"
                    + " asked for collection " + collection);
        }
    }
}
