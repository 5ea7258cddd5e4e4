package org.fedfabric.audit.chain;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.fedfabric.audit.channel.UntrustedException;
import org.hyperledger.fabric.protos.common.Block;
import org.hyperledger.fabric.protos.common.BlockData;
import org.hyperledger.fabric.protos.common.BlockHeader;
import org.hyperledger.fabric.protos.common.BlockMetadata;
import org.hyperledger.fabric.protos.common.ChannelHeader;
import org.hyperledger.fabric.protos.common.Config;
import org.hyperledger.fabric.protos.common.ConfigEnvelope;
import org.hyperledger.fabric.protos.common.ConfigGroup;
import org.hyperledger.fabric.protos.common.ConfigPolicy;
import org.hyperledger.fabric.protos.common.ConfigSignature;
import org.hyperledger.fabric.protos.common.ConfigUpdate;
import org.hyperledger.fabric.protos.common.ConfigUpdateEnvelope;
import org.hyperledger.fabric.protos.common.ConfigValue;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.Header;
import org.hyperledger.fabric.protos.common.HeaderType;
import org.hyperledger.fabric.protos.common.ImplicitMetaPolicy;
import org.hyperledger.fabric.protos.common.LastConfig;
import org.hyperledger.fabric.protos.common.MSPPrincipal;
import org.hyperledger.fabric.protos.common.MSPRole;
import org.hyperledger.fabric.protos.common.Metadata;
import org.hyperledger.fabric.protos.common.MetadataSignature;
import org.hyperledger.fabric.protos.common.OrdererBlockMetadata;
import org.hyperledger.fabric.protos.common.Payload;
import org.hyperledger.fabric.protos.common.Policy;
import org.hyperledger.fabric.protos.common.SignatureHeader;
import org.hyperledger.fabric.protos.common.SignaturePolicy;
import org.hyperledger.fabric.protos.common.SignaturePolicyEnvelope;
import org.hyperledger.fabric.protos.msp.FabricMSPConfig;
import org.hyperledger.fabric.protos.msp.FabricNodeOUs;
import org.hyperledger.fabric.protos.msp.FabricOUIdentifier;
import org.hyperledger.fabric.protos.msp.MSPConfig;
import org.hyperledger.fabric.protos.peer.ApplicationPolicy;
import org.hyperledger.fabric.protos.peer.TxValidationCode;
import org.hyperledger.fabric.protos.peer.lifecycle.ChaincodeValidationInfo;
import org.hyperledger.fabric.protos.peer.lifecycle.StateData;

/** A channel of three enterprises and an orderer, whose blocks a test makes, alters and seals again as it likes. */
final class TestChain {
    static final String CHANNEL = "federation";

    final Map<String, TestAuthority> authorities = new TreeMap<>();
    final Map<String, TestIdentity> peers = new TreeMap<>();
    final TestIdentity client;
    final TestIdentity orderer;
    final List<Block> blocks = new ArrayList<>();
    private ConfigGroup channelGroup;
    private long lastConfig;

    TestChain() {
        this(Optional.empty());
    }

    /** A channel whose configuration revokes the peer of that enterprise. */
    TestChain(Optional<String> revoked) {
        for (String mspId : List.of("AMSP", "BMSP", "CMSP", "OrdererMSP")) {
            TestAuthority authority = new TestAuthority(mspId);
            authorities.put(mspId, authority);
            peers.put(mspId, authority.issue("peer"));
        }
        client = authorities.get("AMSP").issue("client");
        orderer = authorities.get("OrdererMSP").issue("orderer");
        Envelope genesis = configuration(revoked);
        blocks.add(sealed(0, ByteString.EMPTY, List.of(genesis), new byte[1]));
        add(definition());
    }

    TestIdentity peer(String mspId) {
        return peers.get(mspId);
    }

    TestTransaction transaction() {
        return new TestTransaction("fedfabric", client);
    }

    /** The next block, all valid. */
    Block add(Envelope... envelopes) {
        return add(new byte[envelopes.length], envelopes);
    }

    Block add(TxValidationCode code, Envelope envelope) {
        return add(new byte[] {(byte) code.getNumber()}, envelope);
    }

    Block add(byte[] flags, Envelope... envelopes) {
        Block last = blocks.get(blocks.size() - 1);
        Block next =
                sealed(blocks.size(), Hashes.sha256(Hashes.headerBytes(last.getHeader())), List.of(envelopes), flags);
        blocks.add(next);
        return next;
    }

    /** A block as an orderer would make it, whatever is in it. */
    Block sealed(long number, ByteString previous, List<Envelope> envelopes, byte[] flags) {
        BlockData.Builder data = BlockData.newBuilder();
        envelopes.forEach(envelope -> data.addData(envelope.toByteString()));
        Block open = Block.newBuilder().setData(data).build();
        BlockHeader header = BlockHeader.newBuilder()
                .setNumber(number)
                .setPreviousHash(previous)
                .setDataHash(Hashes.ofData(open))
                .build();
        return signed(open.toBuilder().setHeader(header).build(), flags);
    }

    private Block signed(Block block, byte[] flags) {
        ByteString value = OrdererBlockMetadata.newBuilder()
                .setLastConfig(LastConfig.newBuilder().setIndex(lastConfig))
                .build()
                .toByteString();
        ByteString signatureHeader = SignatureHeader.newBuilder()
                .setCreator(orderer.serialized())
                .setNonce(ByteString.copyFromUtf8("n"))
                .build()
                .toByteString();
        Metadata signatures = Metadata.newBuilder()
                .setValue(value)
                .addSignatures(MetadataSignature.newBuilder()
                        .setSignatureHeader(signatureHeader)
                        .setSignature(orderer.sign(
                                value.concat(signatureHeader).concat(Hashes.headerBytes(block.getHeader())))))
                .build();
        return block.toBuilder()
                .setMetadata(BlockMetadata.newBuilder()
                        .addMetadata(signatures.toByteString())
                        .addMetadata(ByteString.EMPTY)
                        .addMetadata(ByteString.copyFrom(flags))
                        .addMetadata(ByteString.EMPTY)
                        .addMetadata(ByteString.EMPTY))
                .build();
    }

    ChainReport audit() throws UntrustedException {
        return audit(Optional.of(Hashes.ofBlock(blocks.get(0))), new ArrayList<>());
    }

    ChainReport audit(Optional<String> genesis, List<LedgerTransaction> transactions) throws UntrustedException {
        ChainAudit audit = new ChainAudit(CHANNEL, genesis, transactions::add);
        for (Block block : blocks) {
            audit.block(block);
        }
        return audit.report();
    }

    /** Commits the chaincode's definition under the channel's policy. */
    private Envelope definition() {
        ByteString policy = ApplicationPolicy.newBuilder()
                .setChannelConfigPolicyReference("/Channel/Application/Endorsement")
                .build()
                .toByteString();
        ByteString value = StateData.newBuilder()
                .setBytes(ChaincodeValidationInfo.newBuilder()
                        .setValidationPlugin("vscc")
                        .setValidationParameter(policy)
                        .build()
                        .toByteString())
                .build()
                .toByteString();
        return new TestTransaction("_lifecycle", client)
                .writes("namespaces/fields/fedfabric/ValidationInfo", value)
                .endorsedBy(peer("AMSP"), peer("BMSP"))
                .envelope();
    }

    private Envelope configuration(Optional<String> revoked) {
        ConfigGroup.Builder application = ConfigGroup.newBuilder()
                .putPolicies("Endorsement", majority("Endorsement"))
                .putPolicies("LifecycleEndorsement", majority("Endorsement"))
                .putPolicies("Admins", majority("Admins"))
                .setModPolicy("Admins");
        authorities.forEach((mspId, authority) -> {
            if (!mspId.equals("OrdererMSP")) {
                application.putGroups(mspId, organization(authority, revoked));
            }
        });
        ConfigGroup ordering = ConfigGroup.newBuilder()
                .putGroups("OrdererMSP", organization(authorities.get("OrdererMSP"), revoked))
                .putPolicies("BlockValidation", anyOf("OrdererMSP", MSPRole.MSPRoleType.ORDERER))
                .build();
        channelGroup = ConfigGroup.newBuilder()
                .putGroups("Application", application.build())
                .putGroups("Orderer", ordering)
                .build();
        ByteString header = ChannelHeader.newBuilder()
                .setType(HeaderType.CONFIG_VALUE)
                .setChannelId(CHANNEL)
                .build()
                .toByteString();
        return Envelope.newBuilder()
                .setPayload(Payload.newBuilder()
                        .setHeader(Header.newBuilder().setChannelHeader(header))
                        .setData(ConfigEnvelope.newBuilder()
                                .setConfig(Config.newBuilder().setChannelGroup(channelGroup))
                                .build()
                                .toByteString())
                        .build()
                        .toByteString())
                .build();
    }

    private ConfigGroup organization(TestAuthority authority, Optional<String> revoked) {
        FabricMSPConfig.Builder msp = FabricMSPConfig.newBuilder()
                .setName(authority.mspId())
                .addRootCerts(ByteString.copyFromUtf8(authority.pem()))
                .setFabricNodeOus(FabricNodeOUs.newBuilder()
                        .setEnable(true)
                        .setClientOuIdentifier(unit("client"))
                        .setPeerOuIdentifier(unit("peer"))
                        .setAdminOuIdentifier(unit("admin"))
                        .setOrdererOuIdentifier(unit("orderer")));
        revoked.filter(authority.mspId()::equals)
                .ifPresent(
                        mspId -> msp.addRevocationList(ByteString.copyFromUtf8(authority.revoking(peers.get(mspId)))));
        return ConfigGroup.newBuilder()
                .putValues(
                        "MSP",
                        ConfigValue.newBuilder()
                                .setValue(MSPConfig.newBuilder()
                                        .setConfig(msp.build().toByteString())
                                        .build()
                                        .toByteString())
                                .build())
                .putPolicies("Endorsement", anyOf(authority.mspId(), MSPRole.MSPRoleType.PEER))
                .putPolicies("Admins", anyOf(authority.mspId(), MSPRole.MSPRoleType.ADMIN))
                .build();
    }

    /** A configuration in which one enterprise's endorsement is enough, in an update that these have signed. */
    Envelope weakened(TestIdentity... administrators) {
        ConfigPolicy any = policy(
                        Policy.PolicyType.IMPLICIT_META_VALUE,
                        ImplicitMetaPolicy.newBuilder()
                                .setRule(ImplicitMetaPolicy.Rule.ANY)
                                .setSubPolicy("Endorsement")
                                .build()
                                .toByteString())
                .toBuilder()
                .setVersion(1)
                .build();
        ConfigGroup none = ConfigGroup.getDefaultInstance();
        ByteString update = ConfigUpdate.newBuilder()
                .setChannelId(CHANNEL)
                .setReadSet(ConfigGroup.newBuilder().putGroups("Application", none))
                .setWriteSet(ConfigGroup.newBuilder()
                        .putGroups(
                                "Application",
                                ConfigGroup.newBuilder()
                                        .putPolicies("Endorsement", any)
                                        .build()))
                .build()
                .toByteString();
        ConfigUpdateEnvelope.Builder signed = ConfigUpdateEnvelope.newBuilder().setConfigUpdate(update);
        for (TestIdentity administrator : administrators) {
            ByteString header = SignatureHeader.newBuilder()
                    .setCreator(administrator.serialized())
                    .setNonce(ByteString.copyFromUtf8("n"))
                    .build()
                    .toByteString();
            signed.addSignatures(ConfigSignature.newBuilder()
                    .setSignatureHeader(header)
                    .setSignature(administrator.sign(header.concat(update))));
        }
        ConfigGroup application = channelGroup.getGroupsOrThrow("Application");
        return reconfiguration(
                channelGroup.toBuilder()
                        .putGroups(
                                "Application",
                                application.toBuilder()
                                        .putPolicies("Endorsement", any)
                                        .build())
                        .build(),
                signed.build());
    }

    /** A configuration envelope as an orderer makes it of an update. */
    Envelope reconfiguration(ConfigGroup after, ConfigUpdateEnvelope update) {
        ConfigEnvelope proposed = ConfigEnvelope.newBuilder()
                .setConfig(Config.newBuilder().setSequence(1).setChannelGroup(after))
                .setLastUpdate(Envelope.newBuilder()
                        .setPayload(Payload.newBuilder()
                                .setData(update.toByteString())
                                .build()
                                .toByteString()))
                .build();
        ByteString payload = Payload.newBuilder()
                .setHeader(Header.newBuilder()
                        .setChannelHeader(ChannelHeader.newBuilder()
                                .setType(HeaderType.CONFIG_VALUE)
                                .setChannelId(CHANNEL)
                                .build()
                                .toByteString())
                        .setSignatureHeader(SignatureHeader.newBuilder()
                                .setCreator(orderer.serialized())
                                .setNonce(ByteString.copyFromUtf8("n"))
                                .build()
                                .toByteString()))
                .setData(proposed.toByteString())
                .build()
                .toByteString();
        return Envelope.newBuilder()
                .setPayload(payload)
                .setSignature(orderer.sign(payload))
                .build();
    }

    /** From here on blocks name that block as the last configuration. */
    void lastConfigurationIs(long block) {
        lastConfig = block;
    }

    ConfigGroup channelGroup() {
        return channelGroup;
    }

    private static FabricOUIdentifier unit(String name) {
        return FabricOUIdentifier.newBuilder()
                .setOrganizationalUnitIdentifier(name)
                .build();
    }

    private static ConfigPolicy majority(String below) {
        return policy(
                Policy.PolicyType.IMPLICIT_META_VALUE,
                ImplicitMetaPolicy.newBuilder()
                        .setRule(ImplicitMetaPolicy.Rule.MAJORITY)
                        .setSubPolicy(below)
                        .build()
                        .toByteString());
    }

    private static ConfigPolicy anyOf(String mspId, MSPRole.MSPRoleType role) {
        MSPPrincipal principal = MSPPrincipal.newBuilder()
                .setPrincipalClassification(MSPPrincipal.Classification.ROLE)
                .setPrincipal(MSPRole.newBuilder()
                        .setMspIdentifier(mspId)
                        .setRole(role)
                        .build()
                        .toByteString())
                .build();
        return policy(
                Policy.PolicyType.SIGNATURE_VALUE,
                SignaturePolicyEnvelope.newBuilder()
                        .addIdentities(principal)
                        .setRule(SignaturePolicy.newBuilder()
                                .setNOutOf(SignaturePolicy.NOutOf.newBuilder()
                                        .setN(1)
                                        .addRules(SignaturePolicy.newBuilder().setSignedBy(0))))
                        .build()
                        .toByteString());
    }

    private static ConfigPolicy policy(int type, ByteString value) {
        return ConfigPolicy.newBuilder()
                .setModPolicy("Admins")
                .setPolicy(Policy.newBuilder().setType(type).setValue(value))
                .build();
    }
}
