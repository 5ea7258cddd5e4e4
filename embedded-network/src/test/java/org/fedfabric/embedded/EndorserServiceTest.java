package org.fedfabric.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import org.hyperledger.fabric.client.EndorseException;
import org.hyperledger.fabric.client.Proposal;
import org.hyperledger.fabric.protos.discovery.DiscoveryGrpc;
import org.hyperledger.fabric.protos.discovery.SignedRequest;
import org.hyperledger.fabric.protos.gateway.ProposedTransaction;
import org.hyperledger.fabric.protos.peer.EndorserGrpc;
import org.hyperledger.fabric.protos.peer.ProposalResponse;
import org.hyperledger.fabric.protos.peer.SignedProposal;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The endorser as clients see it that collect endorsements themselves. */
@Timeout(120)
class EndorserServiceTest {
    @TempDir
    static Path state;

    private static EmbeddedNetwork network;
    private static GatewayClient client;
    private static EndorserGrpc.EndorserBlockingStub endorser;

    @BeforeAll
    static void start() throws Exception {
        network = EmbeddedNetwork.start(NetworkConfig.builder(state, context -> new NotebookChaincode())
                .enterprises(1)
                .usersPerEnterprise(1)
                .build());
        client = GatewayClient.connect(network.enterprise("enterprise-a"), "p1");
        endorser = EndorserGrpc.newBlockingStub(client.channel());
    }

    @AfterAll
    static void stop() {
        client.close();
        network.close();
    }

    /** The proposal under a signature nobody made. */
    private static SignedProposal badlySigned(Proposal proposal) throws Exception {
        Proposal used = client.gateway().newSignedProposal(proposal.getBytes(), new byte[] {1});
        return ProposedTransaction.parseFrom(used.getBytes()).getProposal();
    }

    private static StatusRuntimeException refusal(SignedProposal proposal) {
        return catchThrowableOfType(StatusRuntimeException.class, () -> endorser.processProposal(proposal));
    }

    @Test
    void refuses_a_wrong_signature_as_unknown_with_fabrics_words() throws Exception {
        StatusRuntimeException failure = refusal(badlySigned(
                client.contract().newProposal("put").addArguments("k", "v").build()));

        assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.UNKNOWN);
        assertThat(failure.getStatus().getDescription())
                .isEqualTo("error validating proposal: access denied: channel [federation] creator org"
                        + " [EnterpriseAMSP]");
    }

    @Test
    void refuses_bytes_that_are_no_proposal() {
        SignedProposal nonsense = SignedProposal.newBuilder()
                .setProposalBytes(ByteString.copyFromUtf8("nonsense"))
                .build();

        assertThat(refusal(nonsense).getStatus().getCode()).isEqualTo(Status.Code.UNKNOWN);
        assertThat(refusal(SignedProposal.getDefaultInstance()).getStatus().getDescription())
                .isEqualTo("ChaincodeHeaderExtension.ChaincodeId is nil");
    }

    @Test
    void answers_a_channel_it_does_not_know_with_status_500() throws Exception {
        SignedProposal proposal = badlySigned(client.network("nowhere")
                .getContract("fedfabric")
                .newProposal("get")
                .addArguments("k")
                .build());

        ProposalResponse response = endorser.processProposal(proposal);

        assertThat(response.getResponse().getStatus()).isEqualTo(500);
        assertThat(response.getResponse().getMessage()).isEqualTo("channel 'nowhere' not found");
        assertThat(response.hasEndorsement()).isFalse();
    }

    @Test
    void refuses_a_proposal_whose_transaction_is_committed() throws Exception {
        Proposal proposal =
                client.contract().newProposal("put").addArguments("once", "1").build();
        proposal.endorse().submit();

        EndorseException failure = catchThrowableOfType(EndorseException.class, proposal::endorse);

        assertThat(failure.getDetails().get(0).getMessage())
                .startsWith("duplicate transaction found [" + proposal.getTransactionId() + "]. Creator [");
    }

    @Test
    void does_not_offer_what_it_does_not_have() {
        StatusRuntimeException failure = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> DiscoveryGrpc.newBlockingStub(client.channel()).discover(SignedRequest.getDefaultInstance()));

        assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
    }
}
