package org.fedfabric.chaincode;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.fedfabric.chaincode.contract.CandidateContract;
import org.fedfabric.chaincode.contract.DataContract;
import org.fedfabric.chaincode.contract.DeclarationContract;
import org.fedfabric.chaincode.contract.EndorserContract;
import org.fedfabric.chaincode.contract.EnterpriseContract;
import org.fedfabric.chaincode.contract.MembershipContract;
import org.fedfabric.chaincode.contract.ParticipantContract;
import org.fedfabric.chaincode.contract.PrivacyContract;
import org.fedfabric.chaincode.contract.ReputationContract;
import org.fedfabric.chaincode.contract.RoundContract;
import org.fedfabric.chaincode.contract.ScoreContract;
import org.fedfabric.chaincode.contract.TaskContract;
import org.fedfabric.chaincode.contract.UpdateContract;
import org.fedfabric.chaincode.function.Function;
import org.fedfabric.chaincode.function.Functions;
import org.fedfabric.chaincode.identity.Identity;
import org.fedfabric.chaincode.judging.EndorserClock;
import org.fedfabric.chaincode.judging.Judging;
import org.fedfabric.chaincode.ledger.Ledger;
import org.fedfabric.chaincode.ledger.LedgerState;
import org.fedfabric.chaincode.ledger.RecordMemory;
import org.fedfabric.chaincode.observing.EndorserObserver;
import org.fedfabric.contentstore.ContentStore;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.ledger.EndorserStatus;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.protocol.refusal.RefusalException;
import org.fedfabric.protocol.task.TaskSpec;
import org.hyperledger.fabric.metrics.Metrics;
import org.hyperledger.fabric.protos.msp.SerializedIdentity;
import org.hyperledger.fabric.shim.ChaincodeBase;
import org.hyperledger.fabric.shim.ChaincodeServerProperties;
import org.hyperledger.fabric.shim.ChaincodeStub;
import org.hyperledger.fabric.shim.NettyChaincodeServer;
import org.hyperledger.fabric.shim.ResponseUtils;
import org.hyperledger.fabric.traces.Traces;

/**
 * FedFabric's chaincode, as Fabric calls it. Extends the shim's base class and dispatches by an explicit table: scanning
 * for annotated contracts would take several seconds of CPU at every start.
 *
 * <p>Each instance belongs to one endorser and shares nothing with others in the same process. A refusal is answered with
 * status 500 and a message beginning {@code FF-nnnn }, repeated as the payload; nothing is written then.
 */
public final class FedFabricChaincode extends ChaincodeBase implements AutoCloseable {
    private static final Logger LOG = System.getLogger(FedFabricChaincode.class.getName());

    private final Judging judging;
    private final EndorserObserver observer;
    private final Functions functions;
    private final CodeIdentity code;
    private final int rules;
    private final RecordMemory memory = new RecordMemory();
    private final long startedNanos = System.nanoTime();

    /**
     * A chaincode with the machine's clocks.
     *
     * @param store the enterprise's own content store
     */
    public FedFabricChaincode(ContentStore store) {
        this(store, EndorserClock.system());
    }

    /**
     * A chaincode with clocks of its own.
     *
     * @param store the enterprise's own content store
     * @param clock what it believes the time to be
     */
    public FedFabricChaincode(ContentStore store, EndorserClock clock) {
        this(Judging.of(store, clock));
    }

    /**
     * A chaincode with a judge of its own.
     *
     * @param judging ends with the chaincode
     */
    public FedFabricChaincode(Judging judging) {
        this(judging, EndorserObserver.NONE);
    }

    /**
     * A chaincode that is watched.
     *
     * @param judging ends with the chaincode
     * @param observer told of calls; no answer depends on it
     */
    public FedFabricChaincode(Judging judging, EndorserObserver observer) {
        this(judging, observer, CodeIdentity.unknown());
    }

    /**
     * A chaincode that is watched, and that knows which code it is.
     *
     * @param judging ends with the chaincode
     * @param observer told of calls; no answer depends on it
     * @param code what {@code endorser:Status} tells of it
     */
    public FedFabricChaincode(Judging judging, EndorserObserver observer, CodeIdentity code) {
        this(judging, observer, code, TaskSpec.RULES);
    }

    /** A chaincode of other rules than this build's, to try an upgrade. */
    FedFabricChaincode(Judging judging, EndorserObserver observer, CodeIdentity code, int rules) {
        this.judging = judging;
        this.observer = observer;
        this.code = code;
        this.rules = rules;
        List<Function> table = new ArrayList<>();
        table.addAll(EnterpriseContract.functions());
        table.addAll(ParticipantContract.functions());
        table.addAll(DataContract.functions());
        table.addAll(MembershipContract.functions());
        table.addAll(DeclarationContract.functions());
        table.addAll(new TaskContract(judging).functions());
        table.addAll(new RoundContract(judging).functions());
        table.addAll(ScoreContract.functions());
        table.addAll(new UpdateContract(judging).functions());
        table.addAll(ReputationContract.functions());
        table.addAll(CandidateContract.functions());
        table.addAll(PrivacyContract.functions());
        table.addAll(EndorserContract.functions(this::status));
        this.functions = new Functions(table, rules);
    }

    private EndorserStatus status() {
        return new EndorserStatus(
                1,
                code.packageId(),
                code.codeSha256(),
                code.check(),
                rules,
                judging.epochMillis(),
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNanos),
                judging.verdicts());
    }

    /** Every function, for documentation. */
    public Functions functions() {
        return functions;
    }

    /**
     * A server that peers connect to, not yet started.
     *
     * @param chaincodeId the package id the peers know this chaincode by
     * @param properties where to listen, and TLS
     * @throws IOException if a TLS file cannot be read
     */
    public NettyChaincodeServer server(String chaincodeId, ChaincodeServerProperties properties) throws IOException {
        // The environment is not read: CORE_PEER_* variables meant for the peer command would be taken for this
        // server's.
        processCommandLineOptions(new String[] {"-i", chaincodeId});
        validateOptions();
        // Without these two the shim's transaction threads fail on a missing provider and every call hangs.
        Metrics.initialize(getChaincodeConfig());
        Traces.initialize(getChaincodeConfig());
        return new NettyChaincodeServer(this, properties);
    }

    @Override
    public Response init(ChaincodeStub stub) {
        return ResponseUtils.newSuccessResponse();
    }

    @Override
    public Response invoke(ChaincodeStub stub) {
        long begunNanos = System.nanoTime();
        RefusalException refused = null;
        try {
            return ResponseUtils.newSuccessResponse(
                    call(stub.getFunction(), stub.getParameters(), identityOf(stub), new StubState(stub)));
        } catch (RefusalException e) {
            refused = e;
            return refusal(e);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "Transaction " + stub.getTxId() + " met a defect", e);
            refused = new RefusalException(RefusalCode.DEFECT, "This endorser must not fail. It did: " + e);
            return refusal(refused);
        } finally {
            observer.called(
                    functions.nameOf(stub.getFunction()),
                    refused == null ? null : refused.code(),
                    System.nanoTime() - begunNanos);
        }
    }

    /**
     * Carries out one call: for a peer through its stub, for an auditor on the state as it was.
     *
     * @param function {@code contract:Function}
     * @param arguments one string per parameter
     * @param identity who signed the transaction
     * @param state the transaction's view of the ledger
     * @return the canonical record to answer with
     * @throws RefusalException if a rule refuses; what was written to the state counts for nothing then
     */
    public byte[] call(String function, List<String> arguments, Identity identity, LedgerState state) {
        return CanonicalJson.bytes(functions.call(function, arguments, identity, new Ledger(state, memory)));
    }

    /** Ends this instance's threads; calls under way are refused. */
    @Override
    public void close() {
        judging.close();
    }

    private static Response refusal(RefusalException e) {
        return ResponseUtils.newErrorResponse(e.getMessage(), e.getMessage().getBytes(StandardCharsets.UTF_8));
    }

    private static Identity identityOf(ChaincodeStub stub) {
        try {
            SerializedIdentity creator = SerializedIdentity.parseFrom(stub.getCreator());
            return Identity.of(creator.getMspid(), creator.getIdBytes().toByteArray());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("A transaction's creator must be a serialised identity", e);
        }
    }
}
