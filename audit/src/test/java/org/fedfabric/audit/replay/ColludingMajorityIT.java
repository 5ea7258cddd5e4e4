package org.fedfabric.audit.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.TlsChannelCredentials;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.fedfabric.audit.Confirmation;
import org.fedfabric.audit.Replay;
import org.fedfabric.audit.chain.ChainAudit;
import org.fedfabric.chaincode.FedFabricChaincode;
import org.fedfabric.contentstore.ContentStore;
import org.fedfabric.embedded.EmbeddedNetwork;
import org.fedfabric.embedded.EnterpriseEndpoint;
import org.fedfabric.embedded.NetworkConfig;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.ledger.Assessment;
import org.fedfabric.protocol.ledger.CertificateBinding;
import org.fedfabric.protocol.ledger.DataRegistration;
import org.hyperledger.fabric.client.CloseableIterator;
import org.hyperledger.fabric.client.Contract;
import org.hyperledger.fabric.client.Gateway;
import org.hyperledger.fabric.client.Hash;
import org.hyperledger.fabric.client.identity.Identities;
import org.hyperledger.fabric.client.identity.Signers;
import org.hyperledger.fabric.client.identity.X509Identity;
import org.hyperledger.fabric.protos.common.Block;
import org.hyperledger.fabric.shim.Chaincode;
import org.hyperledger.fabric.shim.ChaincodeStub;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** All enterprises of a network endorse a lie: every block is in order, and the replay of its transactions names the lie. */
@Timeout(180)
class ColludingMajorityIT {
    @TempDir
    Path state;

    private volatile boolean colluding;
    private EnterpriseEndpoint enterprise;

    @Test
    void a_cap_that_everybody_endorsed_otherwise_than_it_was_registered_is_named() throws Exception {
        try (EmbeddedNetwork network = EmbeddedNetwork.start(NetworkConfig.builder(
                        state, context -> lying(new FedFabricChaincode(ContentStore.atKubo(context.contentApi()))))
                .build())) {
            enterprise = network.enterprise("enterprise-a");
            String mspId = enterprise.mspId();
            try (Connection admin = new Connection()) {
                String fingerprint = CertificateBinding.fingerprint(
                        mspId, admin.identity.getCertificate().getPublicKey().getEncoded());
                admin.contract().submitTransaction("participant:Enroll", "boss", "REQUESTER", fingerprint);
                admin.contract().submitTransaction("participant:RegisterData", registration("honest"));
                colluding = true;
                admin.contract().submitTransaction("participant:RegisterData", registration("forged"));

                Replay.Outcome outcome = replay(admin, 3);
                assertThat(outcome.confirmation()).isEqualTo(Confirmation.DIVERGES);
                assertThat(outcome.findings()).singleElement().satisfies(finding -> {
                    assertThat(finding.kind()).isEqualTo("rules-write");
                    assertThat(finding.block()).hasValue(3);
                    assertThat(finding.sentence())
                            .isEqualTo("participant:RegisterData writes the data account forged of " + mspId
                                    + " otherwise: the epsilon cap in millionths of registration is 9000000 on the"
                                    + " ledger, and 8000000 by the rules");
                });
                assertThat(outcome.remarks()).contains("3 transactions were executed again");
            }
        }
    }

    /** Proves the blocks of so many transactions and replays them. */
    private static Replay.Outcome replay(Connection connection, int transactions) throws Exception {
        Replay replay = RulesReplay.of("fedfabric").begin("", ContentStore.inMemory());
        AtomicInteger seen = new AtomicInteger();
        ChainAudit chain = new ChainAudit(EmbeddedNetwork.FEDERATION, Optional.empty(), transaction -> {
            replay.transaction(transaction);
            if (transaction.chaincode().equals("fedfabric")) {
                seen.incrementAndGet();
            }
        });
        try (CloseableIterator<Block> blocks = connection
                .gateway
                .getNetwork(EmbeddedNetwork.FEDERATION)
                .newBlockEventsRequest()
                .startBlock(0)
                .build()
                .getEvents(options -> options.withDeadlineAfter(60, TimeUnit.SECONDS))) {
            while (seen.get() < transactions) {
                chain.block(blocks.next());
            }
        }
        assertThat(chain.report().findings()).as("the chain itself is in order").isEmpty();
        return replay.outcome();
    }

    private static String registration(String lineage) {
        return CanonicalJson.write(new DataRegistration(
                1,
                lineage,
                0,
                "ab".repeat(32),
                10,
                List.of(8, 8),
                new Assessment(500_000, 500_000, 500_000),
                true,
                10_000,
                8_000_000));
    }

    /** The chaincode of a conspirator: it raises caps that it writes and answers as if it had not. */
    private Chaincode lying(Chaincode honest) {
        return new Chaincode() {
            @Override
            public Response init(ChaincodeStub stub) {
                return honest.init(stub);
            }

            @Override
            public Response invoke(ChaincodeStub stub) {
                return honest.invoke((ChaincodeStub) Proxy.newProxyInstance(
                        ColludingMajorityIT.class.getClassLoader(),
                        new Class<?>[] {ChaincodeStub.class},
                        (proxy, method, arguments) -> {
                            if (colluding && method.getName().equals("putState")) {
                                arguments[1] = new String((byte[]) arguments[1], StandardCharsets.UTF_8)
                                        .replace("\"epsilonCapMicros\":8000000", "\"epsilonCapMicros\":9000000")
                                        .getBytes(StandardCharsets.UTF_8);
                            }
                            try {
                                return method.invoke(stub, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        }));
            }
        };
    }

    /** The enterprise's administrator at its gateway. */
    private final class Connection implements AutoCloseable {
        private final X509Identity identity;
        private final ManagedChannel channel;
        private final Gateway gateway;

        Connection() throws IOException, GeneralSecurityException {
            Path msp = enterprise.users().resolve("admin/msp");
            identity = new X509Identity(
                    enterprise.mspId(),
                    Identities.readX509Certificate(Files.readString(msp.resolve("signcerts/cert.pem"))));
            channel = Grpc.newChannelBuilder(
                            enterprise.address(),
                            TlsChannelCredentials.newBuilder()
                                    .trustManager(enterprise.tlsCaCert().toFile())
                                    .build())
                    .build();
            gateway = Gateway.newInstance()
                    .identity(identity)
                    .signer(Signers.newPrivateKeySigner(
                            Identities.readPrivateKey(Files.readString(msp.resolve("keystore/priv_sk")))))
                    .hash(Hash.SHA256)
                    .connection(channel)
                    .endorseOptions(options -> options.withDeadlineAfter(60, TimeUnit.SECONDS))
                    .commitStatusOptions(options -> options.withDeadlineAfter(60, TimeUnit.SECONDS))
                    .connect();
        }

        Contract contract() {
            return gateway.getNetwork(EmbeddedNetwork.FEDERATION).getContract("fedfabric");
        }

        @Override
        public void close() {
            gateway.close();
            channel.shutdownNow();
        }
    }
}
