package org.fedfabric.embedded;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.hyperledger.fabric.shim.ChaincodeBase;
import org.hyperledger.fabric.shim.ChaincodeStub;
import org.hyperledger.fabric.shim.ResponseUtils;
import org.hyperledger.fabric.shim.ledger.KeyModification;
import org.hyperledger.fabric.shim.ledger.KeyValue;
import org.hyperledger.fabric.shim.ledger.QueryResultsIteratorWithMetadata;

/** A chaincode that does one small thing of every kind. */
public final class NotebookChaincode extends ChaincodeBase {
    /** Held by a test that wants a contract to be slow. */
    static volatile CountDownLatch gate = new CountDownLatch(0);

    /** A chaincode; public for those who find it by name. */
    public NotebookChaincode() {}

    @Override
    public Response init(ChaincodeStub stub) {
        return ResponseUtils.newSuccessResponse();
    }

    @Override
    public Response invoke(ChaincodeStub stub) {
        List<String> arguments = stub.getParameters();
        try {
            return ResponseUtils.newSuccessResponse(run(stub, arguments).getBytes(StandardCharsets.UTF_8));
        } catch (IllegalStateException e) {
            return ResponseUtils.newErrorResponse(e.getMessage(), e.getMessage().getBytes(StandardCharsets.UTF_8));
        } catch (Exception e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static String run(ChaincodeStub stub, List<String> arguments) throws Exception {
        switch (stub.getFunction()) {
            case "put":
                stub.putStringState(arguments.get(0), arguments.get(1));
                return arguments.get(0);
            case "get":
                return stub.getStringState(arguments.get(0));
            case "delete":
                stub.delState(arguments.get(0));
                return "";
            case "increment":
                int value = number(stub.getStringState(arguments.get(0))) + 1;
                stub.putStringState(arguments.get(0), Integer.toString(value));
                return Integer.toString(value);
            case "readOwnWrite":
                stub.putStringState(arguments.get(0), "new");
                return stub.getStringState(arguments.get(0));
            case "putMany":
                for (int i = 0; i < Integer.parseInt(arguments.get(1)); i++) {
                    stub.putStringState(String.format("%s%05d", arguments.get(0), i), Integer.toString(i));
                }
                return "";
            case "keys":
                return String.join(",", keys(stub.getStateByRange(arguments.get(0), arguments.get(1))));
            case "countInto":
                int count = keys(stub.getStateByRange(arguments.get(0), arguments.get(1)))
                        .size();
                stub.putStringState(arguments.get(2), Integer.toString(count));
                return Integer.toString(count);
            case "page":
                try (QueryResultsIteratorWithMetadata<KeyValue> page = stub.getStateByRangeWithPagination(
                        arguments.get(0), arguments.get(1), Integer.parseInt(arguments.get(2)), arguments.get(3))) {
                    return String.join(",", keys(page)) + "|"
                            + page.getMetadata().getBookmark();
                }
            case "pageThenPut":
                stub.getStateByRangeWithPagination("a", "z", 5, "").close();
                stub.putStringState("x", "y");
                return "";
            case "composite":
                stub.putStringState(
                        stub.createCompositeKey("pair", arguments.get(0), arguments.get(1))
                                .toString(),
                        "1");
                return "";
            case "pairsOf":
                List<String> seconds = new ArrayList<>();
                for (KeyValue row : stub.getStateByPartialCompositeKey("pair", arguments.get(0))) {
                    seconds.add(
                            stub.splitCompositeKey(row.getKey()).getAttributes().get(1));
                }
                return String.join(",", seconds);
            case "history":
                List<String> values = new ArrayList<>();
                for (KeyModification modification : stub.getHistoryForKey(arguments.get(0))) {
                    values.add(modification.isDeleted() ? "-" : modification.getStringValue());
                }
                return String.join(",", values);
            case "notify":
                stub.putStringState("last", arguments.get(1));
                stub.setEvent(arguments.get(0), arguments.get(1).getBytes(StandardCharsets.UTF_8));
                return "";
            case "secret":
                return new String(stub.getTransient().get("secret"), StandardCharsets.UTF_8);
            case "refuse":
                throw new IllegalStateException(arguments.get(0));
            case "private":
                return new String(stub.getPrivateData("collection", "key"), StandardCharsets.UTF_8);
            case "random":
                stub.putStringState("random", Long.toString(System.nanoTime()));
                return "";
            case "slow":
                gate.await(60, TimeUnit.SECONDS);
                stub.putStringState("slow", stub.getStringState(arguments.get(0)));
                return "";
            default:
                throw new IllegalStateException("there is no function " + stub.getFunction());
        }
    }

    private static int number(String text) {
        return text.isEmpty() ? 0 : Integer.parseInt(text);
    }

    private static List<String> keys(Iterable<KeyValue> rows) {
        List<String> keys = new ArrayList<>();
        rows.forEach(row -> keys.add(row.getKey()));
        return keys;
    }
}
