package org.fedfabric.trainer.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.fedfabric.chaincode.FedFabricChaincode;
import org.fedfabric.chaincode.function.Effect;
import org.fedfabric.contentstore.ContentStore;
import org.fedfabric.contentstore.Pinning;
import org.fedfabric.embedded.EmbeddedNetwork;
import org.fedfabric.embedded.EnterpriseEndpoint;
import org.fedfabric.embedded.NetworkConfig;
import org.fedfabric.embedded.chaincodehost.ChaincodeFactory;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.canonical.Digests;
import org.fedfabric.protocol.ledger.Assessment;
import org.fedfabric.protocol.ledger.DataRegistration;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.trainer.ledger.ClientIdentity;
import org.fedfabric.trainer.ledger.ConnectionProfile;
import org.fedfabric.trainer.ledger.LedgerClient;
import org.fedfabric.trainer.ledger.LedgerConnections;
import org.fedfabric.trainer.ledger.LedgerRefusal;

/**
 * Three enterprises over the real wire protocols, each with an enrolled administrator and registered data. Users are named
 * like participants, {@code mspId/user}, enrolled or not.
 */
final class ScriptedNetwork implements AutoCloseable {
    /** Registered rows of every data set, 2^10: the bucket at which a weight is whole in {@link SmallTask}. */
    static final int ROWS_LOG2 = 10;

    static final Duration STORE_DEADLINE = Duration.ofSeconds(10);

    /** How far from the network's clock a proposal may be dated. */
    static final Duration TIME_WINDOW = Duration.ofSeconds(30);

    final EmbeddedNetwork network;
    private final Map<String, EnterpriseEndpoint> enterprises = new LinkedHashMap<>();
    private final Map<String, LedgerConnections> connections = new LinkedHashMap<>();
    private final Map<String, LedgerClient> clients = new TreeMap<>();
    private final Map<String, Effect> effects = new TreeMap<>();

    ScriptedNetwork(Path state, int users, ChaincodeFactory chaincode, Duration timeWindow) throws Exception {
        network = EmbeddedNetwork.start(NetworkConfig.builder(state, chaincode)
                .enterprises(3)
                .usersPerEnterprise(users)
                .proposalTimeWindow(timeWindow)
                .build());
        for (EnterpriseEndpoint enterprise : network.enterprises()) {
            enterprises.put(enterprise.mspId(), enterprise);
            connections.put(
                    enterprise.mspId(), LedgerConnections.to(ConnectionProfile.read(enterprise.connectionProfile())));
        }
        try (FedFabricChaincode table = new FedFabricChaincode(ContentStore.inMemory())) {
            table.functions().all().forEach(function -> effects.put(function.name(), function.effect()));
        }
    }

    static ScriptedNetwork honest(Path state, int users) throws Exception {
        return new ScriptedNetwork(
                state,
                users,
                context -> new FedFabricChaincode(ContentStore.atKubo(context.contentApi())),
                TIME_WINDOW);
    }

    List<String> mspIds() {
        return List.copyOf(enterprises.keySet());
    }

    /** A user of the enterprise with that number. */
    String id(int enterprise, String user) {
        return mspIds().get(enterprise) + "/" + user;
    }

    static String mspOf(String id) {
        return id.substring(0, id.indexOf('/'));
    }

    static String nameOf(String id) {
        return id.substring(id.indexOf('/') + 1);
    }

    /** All functions of the chaincode and whether they write. */
    Map<String, Effect> functions() {
        return effects;
    }

    synchronized LedgerClient as(String id) throws Exception {
        LedgerClient known = clients.get(id);
        if (known != null) {
            return known;
        }
        LedgerClient client = connections
                .get(mspOf(id))
                .client(ClientIdentity.read(mspFolder(id), mspOf(id)), EmbeddedNetwork.FEDERATION);
        clients.put(id, client);
        return client;
    }

    private Path mspFolder(String id) {
        return enterprises.get(mspOf(id)).users().resolve(nameOf(id)).resolve("msp");
    }

    RawGateway raw(String id, int through) throws Exception {
        return new RawGateway(network.enterprises().get(through), mspOf(id), mspFolder(id));
    }

    ContentStore store(String mspId) {
        return ContentStore.atKubo(enterprises.get(mspId).contentApi());
    }

    void put(byte[] content) throws Exception {
        store(mspIds().get(0)).put(content, Pinning.PINNED, STORE_DEADLINE);
    }

    String fingerprint(String id) throws Exception {
        return as(id).identity().fingerprint();
    }

    /** Enrols each enterprise's administrator as requester and registers its data. */
    void open() throws Exception {
        put(SmallTask.rows(SmallTask.ROWS, true));
        for (String mspId : mspIds()) {
            enrol(mspId + "/admin", "REQUESTER");
            as(mspId + "/admin").submit("participant:RegisterData", registration("rows", 0));
        }
    }

    void enrol(String id, String roles) throws Exception {
        as(mspOf(id) + "/admin").submit("participant:Enroll", nameOf(id), roles, fingerprint(id));
    }

    static String registration(String lineage, long parentVersion) {
        return CanonicalJson.write(new DataRegistration(
                1,
                lineage,
                parentVersion,
                Digests.sha256Hex(lineage.getBytes(StandardCharsets.UTF_8)),
                ROWS_LOG2,
                List.of(8, 8),
                new Assessment(500_000, 500_000, 500_000),
                true,
                10_000,
                8_000_000));
    }

    long height() {
        return network.height(EmbeddedNetwork.FEDERATION);
    }

    /** Calls a function as its kind asks for: a transaction is submitted, a query evaluated. */
    String call(String id, String function, String... arguments) throws Exception {
        return effects.get(function) == Effect.QUERY
                ? as(id).evaluate(function, arguments)
                : as(id).submit(function, arguments).result();
    }

    /** Asserts that a call is refused with the code, in words, and that no block was written. */
    String refuses(RefusalCode code, String id, String function, String... arguments) {
        long before = height();
        LedgerRefusal refusal = catchThrowableOfType(LedgerRefusal.class, () -> call(id, function, arguments));
        assertThat(refusal).as("%s by %s", function, id).isNotNull();
        assertThat(refusal.code()).as(refusal.getMessage()).isEqualTo(code);
        assertThat(refusal.getMessage()).startsWith(code.prefix());
        assertThat(height()).as("blocks").isEqualTo(before);
        return refusal.getMessage();
    }

    /** Every record that functions show: of all enterprises, and of these tasks. */
    Map<String, String> records(String... tasks) throws Exception {
        Map<String, String> records = new LinkedHashMap<>();
        for (String mspId : mspIds()) {
            read(records, "participant:List", mspId, "100", "");
            read(records, "privacy:List", mspId, "100", "");
        }
        read(records, "task:List", "100", "");
        for (String task : tasks) {
            read(records, "task:Joins", task, "100", "");
            read(records, "round:History", task, "0", "100");
            read(records, "reputation:List", task, "0");
            read(records, "update:List", task, "0");
        }
        return records;
    }

    private void read(Map<String, String> records, String function, String... arguments) throws Exception {
        String answer;
        try {
            answer = as(id(0, "auditor")).evaluate(function, arguments);
        } catch (LedgerRefusal e) {
            answer = e.code().name();
        }
        records.put(function + List.of(arguments), answer);
    }

    @Override
    public void close() {
        connections.values().forEach(LedgerConnections::close);
        network.close();
    }
}
