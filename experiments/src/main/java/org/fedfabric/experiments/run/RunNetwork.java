package org.fedfabric.experiments.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fedfabric.chaincode.FedFabricChaincode;
import org.fedfabric.chaincode.judging.EndorserClock;
import org.fedfabric.chaincode.judging.Judging;
import org.fedfabric.contentstore.ContentStore;
import org.fedfabric.embedded.EmbeddedNetwork;
import org.fedfabric.embedded.EnterpriseEndpoint;
import org.fedfabric.embedded.NetworkConfig;
import org.fedfabric.embedded.NetworkStartException;
import org.fedfabric.trainer.ledger.ClientIdentity;
import org.fedfabric.trainer.ledger.ConnectionProfile;
import org.fedfabric.trainer.ledger.FederationContract;
import org.fedfabric.trainer.ledger.LedgerConnections;

/**
 * A run's own embedded network in this process. All endorsers share one content store and one judge, which computes each
 * verdict and each sum once: they are functions of content alone, so an endorser of its own would find the same.
 */
final class RunNetwork implements AutoCloseable {
    private static final String ADMIN = "admin";

    private final EmbeddedNetwork network;
    private final Judging judging;
    private final ContentStore store;
    private final List<LedgerConnections> connections;

    private RunNetwork(
            EmbeddedNetwork network, Judging judging, ContentStore store, List<LedgerConnections> connections) {
        this.network = network;
        this.judging = judging;
        this.store = store;
        this.connections = connections;
    }

    /** Starts it, or goes on with what is in the folder. */
    static RunNetwork start(RunSettings settings, Path folder) throws RunException {
        ContentStore store = ContentStore.inMemory();
        Judging judging = Judging.of(store, EndorserClock.system());
        List<LedgerConnections> connections = new ArrayList<>();
        try {
            EmbeddedNetwork network = EmbeddedNetwork.start(
                    NetworkConfig.builder(folder, context -> new FedFabricChaincode(new SharedJudging(judging)))
                            .enterprises(settings.enterprises())
                            .usersPerEnterprise(Member.names(settings))
                            .build());
            for (EnterpriseEndpoint enterprise : network.enterprises()) {
                connections.add(LedgerConnections.to(ConnectionProfile.read(enterprise.connectionProfile())));
            }
            return new RunNetwork(network, judging, store, List.copyOf(connections));
        } catch (NetworkStartException e) {
            judging.close();
            throw new RunException(e.getMessage(), e);
        } catch (IOException e) {
            judging.close();
            throw new RunException("The run's folder must be readable and writable. Provided value: " + e, e);
        }
    }

    Judging judging() {
        return judging;
    }

    ContentStore store() {
        return store;
    }

    /** The ledger as a participant calls it. */
    FederationContract as(Member member) throws RunException {
        return as(member.enterprise().index(), member.user());
    }

    /** The ledger as an enterprise's administrator calls it. */
    FederationContract admin(int enterprise) throws RunException {
        return as(enterprise, ADMIN);
    }

    private FederationContract as(int enterprise, String user) throws RunException {
        ConnectionProfile profile = connections.get(enterprise).profile();
        try {
            return new FederationContract(connections
                    .get(enterprise)
                    .client(ClientIdentity.read(profile.mspFolder(user), profile.mspId()), EmbeddedNetwork.FEDERATION));
        } catch (IOException e) {
            throw new RunException("The run's network must have been made for these settings. " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        connections.forEach(LedgerConnections::close);
        network.close();
        judging.close();
    }
}
