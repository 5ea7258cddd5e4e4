package org.fedfabric.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.TlsChannelCredentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.hyperledger.fabric.client.Contract;
import org.hyperledger.fabric.client.Gateway;
import org.hyperledger.fabric.client.Hash;
import org.hyperledger.fabric.client.Network;
import org.hyperledger.fabric.client.identity.Identities;
import org.hyperledger.fabric.client.identity.Signers;
import org.hyperledger.fabric.client.identity.X509Identity;

/** The unchanged gateway client, connected as one user through one enterprise's endpoint. */
final class GatewayClient implements AutoCloseable {
    private final ManagedChannel channel;
    private final Gateway gateway;

    private GatewayClient(ManagedChannel channel, Gateway gateway) {
        this.channel = channel;
        this.gateway = gateway;
    }

    static GatewayClient connect(EnterpriseEndpoint endpoint, String user) {
        return connect(
                endpoint, endpoint.mspId(), endpoint.users().resolve(user).resolve("msp"));
    }

    static GatewayClient connect(EnterpriseEndpoint endpoint, String mspId, Path msp) {
        try {
            ManagedChannel channel = Grpc.newChannelBuilder(
                            endpoint.address(),
                            TlsChannelCredentials.newBuilder()
                                    .trustManager(endpoint.tlsCaCert().toFile())
                                    .build())
                    .build();
            Gateway gateway = Gateway.newInstance()
                    .identity(new X509Identity(
                            mspId, Identities.readX509Certificate(Files.readString(msp.resolve("signcerts/cert.pem")))))
                    .signer(Signers.newPrivateKeySigner(
                            Identities.readPrivateKey(Files.readString(msp.resolve("keystore/priv_sk")))))
                    .hash(Hash.SHA256)
                    .connection(channel)
                    .evaluateOptions(options -> options.withDeadlineAfter(20, TimeUnit.SECONDS))
                    .endorseOptions(options -> options.withDeadlineAfter(30, TimeUnit.SECONDS))
                    .submitOptions(options -> options.withDeadlineAfter(20, TimeUnit.SECONDS))
                    .commitStatusOptions(options -> options.withDeadlineAfter(30, TimeUnit.SECONDS))
                    .connect();
            return new GatewayClient(channel, gateway);
        } catch (IOException | java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    Gateway gateway() {
        return gateway;
    }

    ManagedChannel channel() {
        return channel;
    }

    Network network(String channelId) {
        return gateway.getNetwork(channelId);
    }

    Contract contract() {
        return network(EmbeddedNetwork.FEDERATION).getContract("fedfabric");
    }

    String submit(String function, String... arguments) throws Exception {
        return new String(contract().submitTransaction(function, arguments), UTF_8);
    }

    String evaluate(String function, String... arguments) throws Exception {
        return new String(contract().evaluateTransaction(function, arguments), UTF_8);
    }

    @Override
    public void close() {
        gateway.close();
        channel.shutdownNow();
    }
}
