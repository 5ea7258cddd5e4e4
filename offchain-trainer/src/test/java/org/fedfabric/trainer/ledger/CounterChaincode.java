package org.fedfabric.trainer.ledger;

import java.nio.charset.StandardCharsets;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.ledger.TaskEvent;
import org.hyperledger.fabric.shim.ChaincodeBase;
import org.hyperledger.fabric.shim.ChaincodeStub;
import org.hyperledger.fabric.shim.ResponseUtils;

/** Counts: every addition reads and writes one key, so concurrent ones conflict. */
final class CounterChaincode extends ChaincodeBase {
    /** What an instance does differently from the others. */
    enum Fault {
        NONE,
        WRITES_SOMETHING_ELSE,
        IS_BROKEN
    }

    private final Fault fault;

    CounterChaincode(Fault fault) {
        this.fault = fault;
    }

    @Override
    public Response init(ChaincodeStub stub) {
        return ResponseUtils.newSuccessResponse();
    }

    @Override
    public Response invoke(ChaincodeStub stub) {
        if (fault == Fault.IS_BROKEN) {
            throw new IllegalStateException("out of order");
        }
        byte[] stored = stub.getState("count");
        long count = stored == null || stored.length == 0 ? 0 : Long.parseLong(text(stored));
        if (stub.getFunction().equals("count:Add")) {
            count += fault == Fault.WRITES_SOMETHING_ELSE ? 2 : 1;
            stub.putState("count", bytes(Long.toString(count)));
            TaskEvent event = TaskEvent.of(TaskEvent.Kind.CREATED, "count-" + count);
            stub.setEvent(event.kind().eventName(), CanonicalJson.bytes(event));
        } else if (stub.getFunction().equals("count:Refuse")) {
            String message = "FF-2004 WRONG_TASK_STATE: never";
            return ResponseUtils.newErrorResponse(message, bytes(message));
        }
        return ResponseUtils.newSuccessResponse(bytes(Long.toString(count)));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
