package org.fedfabric.embedded.endorsement;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.fedfabric.embedded.ledger.Ledger;
import org.fedfabric.embedded.state.Simulation;
import org.fedfabric.embedded.wire.ProposedTransaction;
import org.hyperledger.fabric.protos.peer.ChaincodeMessage;

/** One transaction a chaincode is working on. */
final class ChaincodeInvocation {
    private final ProposedTransaction proposal;
    private final Simulation simulation;
    private final StateRequests requests;
    private final CompletableFuture<ChaincodeMessage> completion = new CompletableFuture<>();

    /** Takes the snapshot; call it only when the chaincode is connected, so that the snapshot is as fresh as can be. */
    ChaincodeInvocation(ProposedTransaction proposal, Ledger ledger) {
        this.proposal = proposal;
        this.simulation = new Simulation(ledger.state(), proposal.chaincodeName());
        this.requests = new StateRequests(simulation, ledger, proposal.chaincodeName());
    }

    /** The key under which the shim files a running transaction. */
    String key() {
        return keyOf(proposal.channelId(), proposal.transactionId());
    }

    static String keyOf(String channelId, String transactionId) {
        return channelId + '/' + transactionId;
    }

    /** Completed with the chaincode's last message (COMPLETED or ERROR), or exceptionally. */
    CompletableFuture<ChaincodeMessage> completion() {
        return completion;
    }

    /** What the run read and wrote; ask after completion. */
    Simulation simulation() {
        return simulation;
    }

    ChaincodeMessage startMessage() {
        return message(ChaincodeMessage.Type.TRANSACTION, proposal.input().toByteString())
                .setProposal(proposal.signed())
                .build();
    }

    /** The reply to a question about the state. */
    ChaincodeMessage reply(ChaincodeMessage request) {
        try {
            return message(ChaincodeMessage.Type.RESPONSE, requests.answer(request))
                    .build();
        } catch (IOException | UnsupportedOperationException e) {
            return message(ChaincodeMessage.Type.ERROR, ByteString.copyFromUtf8(String.valueOf(e.getMessage())))
                    .build();
        }
    }

    private ChaincodeMessage.Builder message(ChaincodeMessage.Type type, ByteString payload) {
        return ChaincodeMessage.newBuilder()
                .setType(type)
                .setTxid(proposal.transactionId())
                .setChannelId(proposal.channelId())
                .setPayload(payload);
    }
}
