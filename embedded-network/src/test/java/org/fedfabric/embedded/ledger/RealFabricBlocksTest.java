package org.fedfabric.embedded.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.fedfabric.embedded.identity.MemberIdentity;
import org.fedfabric.embedded.identity.MembershipRegistry;
import org.fedfabric.embedded.identity.Role;
import org.fedfabric.embedded.wire.BlockHashes;
import org.fedfabric.embedded.wire.EndorsedTransaction;
import org.hyperledger.fabric.protos.common.Block;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.Metadata;
import org.hyperledger.fabric.protos.common.MetadataSignature;
import org.hyperledger.fabric.protos.common.SignatureHeader;
import org.hyperledger.fabric.protos.peer.Endorsement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Our reading of hashes, ids, identities and signatures against blocks that real Fabric 3.1.5 has made. */
class RealFabricBlocksTest {
    private static final Instant MADE = Instant.parse("2026-11-21T15:51:00Z");

    private final MembershipRegistry members =
            new MembershipRegistry(Map.of("OrgAMSP", text("org-a-ca.pem"), "OrdererMSP", text("orderer-ca.pem")));

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void blocks_are_chained_as_we_chain_them(int number) throws IOException {
        Block block = block(number);

        assertThat(BlockHashes.ofData(block.getData()))
                .isEqualTo(block.getHeader().getDataHash());
        assertThat(BlockHashes.ofHeader(block(number - 1).getHeader()))
                .isEqualTo(block.getHeader().getPreviousHash());
    }

    /** The expected values are what {@code peer channel getinfo} printed. */
    @ParameterizedTest
    @CsvSource({"1, gK9yxYzkPjVKExSCJTcPB93SNLotWQKwtQgZGl/GX1A=", "2, F8p66rJoB+Cbw7agmjS19bCRhJSSrvYnjFx3uczOuP0="})
    void the_hash_of_a_header_is_the_one_the_peer_reports(int number, String base64) throws IOException {
        assertThat(BlockHashes.ofHeader(block(number).getHeader()).toByteArray())
                .asBase64Encoded()
                .isEqualTo(base64);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void transactions_decode_with_their_ids_and_hashes_confirmed(int number) throws Exception {
        EndorsedTransaction transaction = transaction(number);

        assertThat(HexFormat.of().parseHex(transaction.transactionId())).hasSize(32);
        assertThat(transaction.readWriteSets())
                .extracting(EndorsedTransaction.NamespaceReadWriteSet::namespace)
                .contains("_lifecycle");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void endorsements_satisfy_the_policy_and_altered_ones_do_not(int number) throws Exception {
        EndorsedTransaction transaction = transaction(number);
        EndorsementPolicy policy = new EndorsementPolicy(List.of("OrgAMSP"));
        ByteString payload = transaction.responsePayload();
        Endorsement endorsement = transaction.endorsements().get(0);
        byte[] altered = endorsement.getSignature().toByteArray();
        altered[altered.length - 1] ^= 1;

        assertThat(policy.isSatisfiedBy(payload, transaction.endorsements(), members, MADE))
                .isTrue();
        assertThat(policy.isSatisfiedBy(
                        payload,
                        List.of(endorsement.toBuilder()
                                .setSignature(ByteString.copyFrom(altered))
                                .build()),
                        members,
                        MADE))
                .isFalse();
        assertThat(policy.isSatisfiedBy(
                        payload.concat(ByteString.copyFromUtf8("x")), List.of(endorsement), members, MADE))
                .isFalse();
        assertThat(policy.isSatisfiedBy(payload, List.of(endorsement), members, MADE.plusSeconds(1_000_000_000)))
                .as("after the certificate has run out")
                .isFalse();
        assertThat(new EndorsementPolicy(List.of("OrgAMSP", "OrgBMSP"))
                        .isSatisfiedBy(payload, List.of(endorsement, endorsement), members, MADE))
                .as("one organisation of two, counted once")
                .isFalse();
    }

    @Test
    void the_orderers_signature_covers_what_we_sign_too() throws Exception {
        Block block = block(1);
        Metadata metadata = Metadata.parseFrom(block.getMetadata().getMetadata(0));
        MetadataSignature signature = metadata.getSignatures(0);
        MemberIdentity orderer = members.deserialize(
                SignatureHeader.parseFrom(signature.getSignatureHeader()).getCreator());

        assertThat(orderer.role()).isEqualTo(Role.ORDERER);
        assertThat(orderer.verify(
                        metadata.getValue()
                                .concat(signature.getSignatureHeader())
                                .concat(BlockHashes.headerDer(block.getHeader())),
                        signature.getSignature()))
                .isTrue();
    }

    private static EndorsedTransaction transaction(int number) throws Exception {
        return EndorsedTransaction.decode(
                Envelope.parseFrom(block(number).getData().getData(0)), "federation");
    }

    private static Block block(int number) throws IOException {
        return Block.parseFrom(bytes("block" + number + ".pb"));
    }

    private static String text(String name) {
        return new String(bytes(name), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String name) {
        try (InputStream in =
                RealFabricBlocksTest.class.getResourceAsStream("/org/fedfabric/embedded/fabric-3.1.5/" + name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
