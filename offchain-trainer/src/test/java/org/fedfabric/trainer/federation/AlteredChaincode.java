package org.fedfabric.trainer.federation;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fedfabric.chaincode.FedFabricChaincode;
import org.fedfabric.contentstore.ContentStore;
import org.hyperledger.fabric.metrics.Metrics;
import org.hyperledger.fabric.shim.ChaincodeBase;
import org.hyperledger.fabric.shim.ChaincodeServerProperties;
import org.hyperledger.fabric.shim.ChaincodeStub;
import org.hyperledger.fabric.shim.NettyChaincodeServer;
import org.hyperledger.fabric.shim.ResponseUtils;
import org.hyperledger.fabric.traces.Traces;

/** FedFabric's chaincode as an enterprise would run it that wants something else than the rest. */
public final class AlteredChaincode extends ChaincodeBase implements AutoCloseable {
    /** Longer than any endorsement may take, and no thread stays for good. */
    private static final long SILENCE_SECONDS = 120;

    private static final Pattern RIGHT_CID = Pattern.compile("The next model must be ([a-z0-9]+)");
    private static final Pattern ASKED_CID = Pattern.compile("\"cid\":\"([a-z0-9]+)\"");

    private final Alteration alteration;
    private final String mspId;
    private final FedFabricChaincode genuine;
    private final CountDownLatch closed = new CountDownLatch(1);

    /**
     * A chaincode.
     *
     * @param store the enterprise's content store
     * @param mspId the enterprise it serves
     */
    public AlteredChaincode(Alteration alteration, ContentStore store, String mspId) {
        this.alteration = alteration;
        this.mspId = mspId;
        this.genuine = new FedFabricChaincode(
                switch (alteration) {
                    case OTHER_VERDICTS -> LyingStore.slandering(store, mspId);
                    case OTHER_SUMS -> LyingStore.miscounting(store);
                    default -> store;
                });
    }

    @Override
    public Response init(ChaincodeStub stub) {
        return genuine.init(stub);
    }

    @Override
    public Response invoke(ChaincodeStub stub) {
        return switch (alteration) {
            case REFUSES -> ResponseUtils.newErrorResponse("this enterprise does not endorse");
            case SILENT -> silence();
            case ENDORSES_ANYTHING -> "round:Advance".equals(stub.getFunction()) ? asAsked(stub) : genuine.invoke(stub);
            case FORGED_REPUTATION -> forged(genuine.invoke(writing(stub, stub.getParameters(), this::forged)));
            case NONE, OTHER_VERDICTS, OTHER_SUMS -> genuine.invoke(stub);
        };
    }

    private Response silence() {
        try {
            closed.await(SILENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return ResponseUtils.newErrorResponse("never mind");
    }

    /** Computes the right model, and signs that it is the one that was named. */
    private Response asAsked(ChaincodeStub stub) {
        Response answer = genuine.invoke(stub);
        Matcher right = RIGHT_CID.matcher(String.valueOf(answer.getMessage()));
        List<String> parameters = new ArrayList<>(stub.getParameters());
        Matcher asked = ASKED_CID.matcher(parameters.get(2));
        if (!right.find() || !asked.find()) {
            return answer;
        }
        parameters.set(2, parameters.get(2).replace(asked.group(1), right.group(1)));
        UnaryOperator<String> renamed = text -> text.replace(right.group(1), asked.group(1));
        return altered(genuine.invoke(writing(stub, parameters, renamed)), renamed);
    }

    private Response forged(Response response) {
        return altered(response, this::forged);
    }

    /** Ten more good updates for every own member of a roster. */
    private String forged(String json) {
        return Pattern.compile("(\"id\":\"" + mspId + "/[^}]*?\\},\"evidence\":\\{\"positiveNanos\":)(\\d+)")
                .matcher(json)
                .replaceAll(found -> found.group(1) + (Long.parseLong(found.group(2)) + 10_000_000_000L));
    }

    private static Response altered(Response response, UnaryOperator<String> alteration) {
        byte[] payload = response.getPayload();
        if (response.getStatus() != Response.Status.SUCCESS || payload == null) {
            return response;
        }
        String altered = alteration.apply(new String(payload, StandardCharsets.UTF_8));
        return ResponseUtils.newSuccessResponse(altered.getBytes(StandardCharsets.UTF_8));
    }

    private static ChaincodeStub writing(
            ChaincodeStub stub, List<String> parameters, UnaryOperator<String> alteration) {
        return (ChaincodeStub) Proxy.newProxyInstance(
                ChaincodeStub.class.getClassLoader(),
                new Class<?>[] {ChaincodeStub.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("getParameters")) {
                        return parameters;
                    }
                    if (method.getName().equals("putState") || method.getName().equals("setEvent")) {
                        String text = new String((byte[]) arguments[1], StandardCharsets.UTF_8);
                        arguments[1] = alteration.apply(text).getBytes(StandardCharsets.UTF_8);
                    }
                    try {
                        return method.invoke(stub, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /** A server that the enterprise's peer takes for the genuine one. */
    NettyChaincodeServer server(String chaincodeId, ChaincodeServerProperties properties) throws IOException {
        processCommandLineOptions(new String[] {"-i", chaincodeId});
        validateOptions();
        Metrics.initialize(getChaincodeConfig());
        Traces.initialize(getChaincodeConfig());
        return new NettyChaincodeServer(this, properties);
    }

    @Override
    public void close() {
        closed.countDown();
        genuine.close();
    }
}
