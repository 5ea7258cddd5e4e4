package org.fedfabric.chaincode;

import java.util.ArrayList;
import java.util.List;
import org.fedfabric.chaincode.ledger.LedgerState;
import org.fedfabric.chaincode.ledger.StateKey;
import org.fedfabric.chaincode.ledger.StatePage;
import org.hyperledger.fabric.shim.ChaincodeStub;
import org.hyperledger.fabric.shim.ledger.KeyValue;
import org.hyperledger.fabric.shim.ledger.QueryResultsIteratorWithMetadata;

/** The ledger's state through Fabric's stub: kinds and parts become composite keys. */
final class StubState implements LedgerState {
    private final ChaincodeStub stub;

    StubState(ChaincodeStub stub) {
        this.stub = stub;
    }

    @Override
    public byte[] get(StateKey key) {
        byte[] value = stub.getState(FabricKeys.text(key));
        return value == null || value.length == 0 ? null : value;
    }

    @Override
    public void put(StateKey key, byte[] value) {
        stub.putState(FabricKeys.text(key), value);
    }

    @Override
    public void delete(StateKey key) {
        stub.delState(FabricKeys.text(key));
    }

    @Override
    public StatePage page(StateKey prefix, int size, StateKey from) {
        String bookmark = from == null ? "" : FabricKeys.text(from);
        try (QueryResultsIteratorWithMetadata<KeyValue> rows =
                stub.getStateByPartialCompositeKeyWithPagination(FabricKeys.composite(prefix), size, bookmark)) {
            List<byte[]> values = new ArrayList<>();
            for (KeyValue row : rows) {
                values.add(row.getValue());
            }
            String next = rows.getMetadata().getBookmark();
            return new StatePage(values, next.isEmpty() ? null : FabricKeys.parse(next));
        } catch (Exception e) {
            // Only close() declares it; whatever fails here is the peer connection.
            throw new IllegalStateException("The peer must answer a query of a page of state", e);
        }
    }

    @Override
    public long timestampMillis() {
        return stub.getTxTimestamp().toEpochMilli();
    }

    @Override
    public String channel() {
        return stub.getChannelId();
    }

    @Override
    public void event(String name, byte[] payload) {
        stub.setEvent(name, payload);
    }
}
