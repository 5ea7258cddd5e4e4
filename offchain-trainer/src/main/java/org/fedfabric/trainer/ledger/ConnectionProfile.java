package org.fedfabric.trainer.ledger;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fedfabric.contentstore.ApiToken;
import org.fedfabric.contentstore.ContentStore;
import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.canonical.Names;

/**
 * How an enterprise reaches the network: a YAML file that whoever runs the network hands out.
 *
 * <pre>{@code
 * schema: 1
 * enterprise: enterprise-a
 * mspId: EnterpriseAMSP
 * gateways:                      # the own enterprise's first
 *   - {address: "127.0.0.1:7051", mspId: EnterpriseAMSP, tlsCaCert: ../crypto/enterprise-a/tlsca.pem}
 *   - {address: "127.0.0.1:8051", mspId: EnterpriseBMSP, tlsCaCert: ../crypto/enterprise-b/tlsca.pem}
 * tls: {certificate: ../crypto/enterprise-a/client.pem, key: ../crypto/enterprise-a/client.key}   # where peers ask for one
 * contentStore: http://127.0.0.1:5001
 * contentStoreToken: ../crypto/enterprise-a/content-store.token                            # where the IPFS node asks for one
 * channels: [federation]
 * chaincode: fedfabric
 * users: ../crypto/enterprise-a/users
 * }</pre>
 *
 * Relative paths start at the file's own folder.
 *
 * @param enterprise its name for people
 * @param mspId its MSP id
 * @param gateways peers to talk to, the own enterprise's first
 * @param tls the certificate to show to peers; absent where they ask for none
 * @param contentStore Kubo RPC endpoint of its IPFS node
 * @param contentStoreToken file of the token that node asks for, readable by its owner alone; absent where it asks for none
 * @param channels channels it belongs to, the shared one first
 * @param chaincode name of FedFabric's chaincode on them
 * @param users folder with one MSP folder {@code <name>/msp} for each identity
 */
public record ConnectionProfile(
        String enterprise,
        String mspId,
        List<GatewayEndpoint> gateways,
        Optional<ClientCertificate> tls,
        URI contentStore,
        Optional<Path> contentStoreToken,
        List<String> channels,
        String chaincode,
        Path users) {
    /** Checks that the own enterprise's gateway comes first. */
    public ConnectionProfile {
        Names.requireId(enterprise, "enterprise");
        Names.requireMspId(mspId, "mspId");
        gateways = Checks.list(gateways, 1_024, "gateways");
        Checks.require(
                !gateways.isEmpty() && gateways.get(0).mspId().equals(mspId),
                "The first gateway must be the own enterprise's (" + mspId + ")",
                gateways);
        Checks.present(tls, "tls");
        Checks.present(contentStore, "contentStore");
        Checks.present(contentStoreToken, "contentStoreToken");
        channels = Checks.list(channels, 1_024, "channels");
        Checks.require(!channels.isEmpty(), "A connection profile must name at least one channel", channels);
        Checks.present(chaincode, "chaincode");
        Checks.present(users, "users");
    }

    /**
     * Reads a profile.
     *
     * @throws IOException when the file cannot be read
     * @throws IllegalArgumentException with the setting and the file when it is not a profile
     */
    public static ConnectionProfile read(Path file) throws IOException {
        return ProfileFile.read(file);
    }

    /**
     * The enterprise's content store. Nothing is sent yet.
     *
     * @throws IOException when the token's file cannot be used, with what to do about it
     */
    public ContentStore openContentStore() throws IOException {
        return contentStoreToken.isEmpty()
                ? ContentStore.atKubo(contentStore)
                : ContentStore.atKubo(contentStore, ApiToken.read(contentStoreToken.get()));
    }

    /** The enterprises of the network, the own one first. */
    public List<String> enterprises() {
        Set<String> mspIds = new LinkedHashSet<>();
        gateways.forEach(g -> mspIds.add(g.mspId()));
        return List.copyOf(mspIds);
    }

    /** How many enterprises are a majority: what MAJORITY endorsement asks for. */
    public int majority() {
        return enterprises().size() / 2 + 1;
    }

    /** This profile with the own enterprise's gateways only, so that nobody else can answer for it. */
    public ConnectionProfile ownOnly() {
        return new ConnectionProfile(
                enterprise, mspId, ownGateways(), tls, contentStore, contentStoreToken, channels, chaincode, users);
    }

    /** The own enterprise's gateways. */
    public List<GatewayEndpoint> ownGateways() {
        return gateways.stream().filter(g -> g.mspId().equals(mspId)).toList();
    }

    /** The others' gateways, in the file's order. */
    public List<GatewayEndpoint> otherGateways() {
        List<GatewayEndpoint> others = new ArrayList<>(gateways);
        others.removeAll(ownGateways());
        return others;
    }

    /** The MSP folder of an identity. */
    public Path mspFolder(String user) {
        return users.resolve(user).resolve("msp");
    }
}
