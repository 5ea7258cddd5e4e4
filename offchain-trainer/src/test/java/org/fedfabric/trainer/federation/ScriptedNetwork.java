package org.fedfabric.trainer.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
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
public final class ScriptedNetwork implements AutoCloseable {
    /** Registered rows of every data set, 2^10: the bucket at which a weight is whole in {@link SmallTask}. */
    public static final int ROWS_LOG2 = 10;

    public static final Duration STORE_DEADLINE = Duration.ofSeconds(10);

    /** How far from the network's clock a proposal may be dated. */
    public static final Duration TIME_WINDOW = Duration.ofSeconds(30);

    private final Consortium consortium;
    private final Map<String, ConnectionProfile> enterprises = new LinkedHashMap<>();
    private final Map<String, LedgerConnections> connections = new LinkedHashMap<>();
    private final Map<String, LedgerClient> clients = new TreeMap<>();
    private final Map<String, Effect> effects = new TreeMap<>();

    /** On a network that is there, which is closed with this. */
    public ScriptedNetwork(Consortium consortium) throws Exception {
        this.consortium = consortium;
        for (Path file : consortium.profiles()) {
            ConnectionProfile profile = ConnectionProfile.read(file);
            enterprises.put(profile.mspId(), profile);
            connections.put(profile.mspId(), LedgerConnections.to(profile));
        }
        try (FedFabricChaincode table = new FedFabricChaincode(ContentStore.inMemory())) {
            table.functions().all().forEach(function -> effects.put(function.name(), function.effect()));
        }
    }

    ScriptedNetwork(Path state, int users, ChaincodeFactory chaincode, Duration timeWindow) throws Exception {
        this(EmbeddedConsortium.of(EmbeddedNetwork.start(NetworkConfig.builder(state, chaincode)
                .enterprises(3)
                .usersPerEnterprise(users)
                .proposalTimeWindow(timeWindow)
                .build())));
    }

    public static ScriptedNetwork honest(Path state, int users) throws Exception {
        return new ScriptedNetwork(
                state,
                users,
                context -> new FedFabricChaincode(ContentStore.atKubo(context.contentApi())),
                TIME_WINDOW);
    }

    public List<String> mspIds() {
        return List.copyOf(enterprises.keySet());
    }

    /** A user of the enterprise with that number. */
    public String id(int enterprise, String user) {
        return mspIds().get(enterprise) + "/" + user;
    }

    public static String mspOf(String id) {
        return id.substring(0, id.indexOf('/'));
    }

    public static String nameOf(String id) {
        return id.substring(id.indexOf('/') + 1);
    }

    /** All functions of the chaincode and whether they write. */
    public Map<String, Effect> functions() {
        return effects;
    }

    public synchronized LedgerClient as(String id) throws Exception {
        LedgerClient known = clients.get(id);
        if (known != null) {
            return known;
        }
        LedgerClient client = connections.get(mspOf(id)).client(identity(id), EmbeddedNetwork.FEDERATION);
        clients.put(id, client);
        return client;
    }

    /** Who that is; a certificate is issued where there is none yet. */
    public ClientIdentity identity(String id) throws Exception {
        return ClientIdentity.read(mspFolder(id), mspOf(id));
    }

    private Path mspFolder(String id) throws Exception {
        return consortium.identity(mspIds().indexOf(mspOf(id)), nameOf(id));
    }

    public RawGateway raw(String id, int through) throws Exception {
        return raw(mspOf(id), mspFolder(id), through);
    }

    /** Any key and certificate, at the gateway of any enterprise. */
    public RawGateway raw(String mspId, Path mspFolder, int through) throws Exception {
        return new RawGateway(enterprises.get(mspIds().get(through)), mspId, mspFolder);
    }

    /** An enterprise's own connections, as its trainers use them. */
    public LedgerConnections connections(String mspId) {
        return connections.get(mspId);
    }

    public ContentStore store(String mspId) {
        try {
            return enterprises.get(mspId).openContentStore();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void put(byte[] content) throws Exception {
        store(mspIds().get(0)).put(content, Pinning.PINNED, STORE_DEADLINE);
    }

    public String fingerprint(String id) throws Exception {
        return as(id).identity().fingerprint();
    }

    /** Enrols each enterprise's administrator as requester and registers its data. */
    public void open() throws Exception {
        put(SmallTask.rows(SmallTask.ROWS, true));
        for (String mspId : mspIds()) {
            enrol(mspId + "/admin", "REQUESTER");
            unlessDone(
                    RefusalCode.DATA_VERSION_CONFLICT,
                    mspId + "/admin",
                    "participant:RegisterData",
                    registration("rows", 0));
        }
    }

    /** Enrols somebody; on a network that outlives its tests, unless that was done before. */
    public void enrol(String id, String roles) throws Exception {
        unlessDone(
                RefusalCode.PARTICIPANT_EXISTS,
                mspOf(id) + "/admin",
                "participant:Enroll",
                nameOf(id),
                roles,
                fingerprint(id));
    }

    private void unlessDone(RefusalCode whenDone, String id, String function, String... arguments) throws Exception {
        try {
            as(id).submit(function, arguments);
        } catch (LedgerRefusal e) {
            if (!consortium.outlivesTests() || e.code() != whenDone) {
                throw e;
            }
        }
    }

    public static String registration(String lineage, long parentVersion) {
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

    /** What it runs on. */
    public Consortium consortium() {
        return consortium;
    }

    public long height() {
        return consortium.height();
    }

    /** Calls a function as its kind asks for: a transaction is submitted, a query evaluated. */
    public String call(String id, String function, String... arguments) throws Exception {
        return effects.get(function) == Effect.QUERY
                ? as(id).evaluate(function, arguments)
                : as(id).submit(function, arguments).result();
    }

    /** Asserts that a call is refused with the code, in words, and that no block was written. */
    public String refuses(RefusalCode code, String id, String function, String... arguments) {
        long before = height();
        LedgerRefusal refusal = catchThrowableOfType(LedgerRefusal.class, () -> call(id, function, arguments));
        assertThat(refusal).as("%s by %s", function, id).isNotNull();
        assertThat(refusal.code()).as(refusal.getMessage()).isEqualTo(code);
        assertThat(refusal.getMessage()).startsWith(code.prefix());
        assertThat(height()).as("blocks").isEqualTo(before);
        return refusal.getMessage();
    }

    /** Every record that functions show: of all enterprises, and of these tasks. */
    public Map<String, String> records(String... tasks) throws Exception {
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
        consortium.close();
    }
}
