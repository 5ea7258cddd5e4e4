package org.fedfabric.embedded.ledger;

import com.google.protobuf.ByteString;
import org.hyperledger.fabric.protos.common.ChannelHeader;
import org.hyperledger.fabric.protos.common.Config;
import org.hyperledger.fabric.protos.common.ConfigEnvelope;
import org.hyperledger.fabric.protos.common.ConfigGroup;
import org.hyperledger.fabric.protos.common.ConfigValue;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.Header;
import org.hyperledger.fabric.protos.common.HeaderType;
import org.hyperledger.fabric.protos.common.Payload;
import org.hyperledger.fabric.protos.common.SignatureHeader;
import org.hyperledger.fabric.protos.msp.FabricMSPConfig;
import org.hyperledger.fabric.protos.msp.FabricNodeOUs;
import org.hyperledger.fabric.protos.msp.FabricOUIdentifier;
import org.hyperledger.fabric.protos.msp.MSPConfig;

/**
 * The configuration in block 0: the channel's members with their authorities.
 *
 * <p>It is enough for a reader to verify every later block, and less than a Fabric network's: no policies, capabilities
 * or endpoints, because nothing here is ever reconfigured.
 */
final class GenesisConfig {
    private GenesisConfig() {}

    static Envelope envelope(ChannelDefinition channel) {
        ConfigGroup.Builder application = ConfigGroup.newBuilder();
        channel.organizations()
                .forEach((mspId, authorities) -> application.putGroups(mspId, organization(mspId, authorities)));
        ConfigGroup orderer = ConfigGroup.newBuilder()
                .putGroups(channel.ordererMspId(), organization(channel.ordererMspId(), channel.ordererAuthorities()))
                .build();
        ConfigEnvelope config = ConfigEnvelope.newBuilder()
                .setConfig(Config.newBuilder()
                        .setChannelGroup(ConfigGroup.newBuilder()
                                .putGroups("Application", application.build())
                                .putGroups("Orderer", orderer)))
                .build();
        Header header = Header.newBuilder()
                .setChannelHeader(ChannelHeader.newBuilder()
                        .setType(HeaderType.CONFIG_VALUE)
                        .setChannelId(channel.channelId())
                        .build()
                        .toByteString())
                .setSignatureHeader(SignatureHeader.getDefaultInstance().toByteString())
                .build();
        return Envelope.newBuilder()
                .setPayload(Payload.newBuilder()
                        .setHeader(header)
                        .setData(config.toByteString())
                        .build()
                        .toByteString())
                .build();
    }

    private static ConfigGroup organization(String mspId, ChannelDefinition.Authorities authorities) {
        ByteString certificate = ByteString.copyFromUtf8(authorities.enrolmentPem());
        FabricMSPConfig msp = FabricMSPConfig.newBuilder()
                .setName(mspId)
                .addRootCerts(certificate)
                .addTlsRootCerts(ByteString.copyFromUtf8(authorities.tlsPem()))
                .setFabricNodeOus(FabricNodeOUs.newBuilder()
                        .setEnable(true)
                        .setClientOuIdentifier(unit("client", certificate))
                        .setPeerOuIdentifier(unit("peer", certificate))
                        .setAdminOuIdentifier(unit("admin", certificate))
                        .setOrdererOuIdentifier(unit("orderer", certificate)))
                .build();
        MSPConfig value = MSPConfig.newBuilder().setConfig(msp.toByteString()).build();
        return ConfigGroup.newBuilder()
                .putValues(
                        "MSP",
                        ConfigValue.newBuilder().setValue(value.toByteString()).build())
                .build();
    }

    private static FabricOUIdentifier unit(String name, ByteString certificate) {
        return FabricOUIdentifier.newBuilder()
                .setOrganizationalUnitIdentifier(name)
                .setCertificate(certificate)
                .build();
    }
}
