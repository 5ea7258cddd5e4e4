package org.fedfabric.trainer.node;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.IntFunction;
import org.fedfabric.chaincode.FedFabricChaincode;
import org.fedfabric.contentstore.ContentStore;
import org.fedfabric.contentstore.Pinning;
import org.fedfabric.embedded.EmbeddedNetwork;
import org.fedfabric.embedded.EnterpriseEndpoint;
import org.fedfabric.embedded.NetworkConfig;
import org.fedfabric.embedded.chaincodehost.ChaincodeContext;
import org.fedfabric.embedded.chaincodehost.ChaincodeFactory;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.canonical.Digests;
import org.fedfabric.protocol.data.Column;
import org.fedfabric.protocol.data.DataSchema;
import org.fedfabric.protocol.data.FeatureEncoder;
import org.fedfabric.protocol.data.RawColumn;
import org.fedfabric.protocol.data.RawRows;
import org.fedfabric.protocol.data.RowsBlob;
import org.fedfabric.protocol.ledger.Assessment;
import org.fedfabric.protocol.ledger.DataRegistration;
import org.fedfabric.protocol.ledger.TaskRecord;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.model.Layer;
import org.fedfabric.protocol.model.ModelBlob;
import org.fedfabric.protocol.model.ModelSpec;
import org.fedfabric.protocol.model.Shape;
import org.fedfabric.protocol.task.Selection;
import org.fedfabric.protocol.task.TaskSpec;
import org.fedfabric.protocol.task.Training;
import org.fedfabric.protocol.task.UpdateCheck;
import org.fedfabric.protocol.task.ValidationSet;
import org.fedfabric.trainer.ledger.ClientIdentity;
import org.fedfabric.trainer.ledger.ConnectionProfile;
import org.fedfabric.trainer.ledger.FederationContract;
import org.fedfabric.trainer.ledger.LedgerConnections;
import org.fedfabric.trainer.terms.TaskDraft;

/** Enterprises on an embedded network with everybody enrolled and data registered, and one small task. */
final class TestFederation implements AutoCloseable {
    static final String TASK = "t";
    static final DataSchema SCHEMA = new DataSchema(
            1,
            List.of(
                    new Column.Numeric("x", 0, 1_000_000, Column.Missing.REFUSE),
                    new Column.Numeric("y", 0, 1_000_000, Column.Missing.REFUSE)),
            "label",
            List.of("below", "above"),
            List.of(1_000_000L, 1_000_000L));
    private static final Duration STORE = Duration.ofSeconds(20);

    private final Runnable stopNetwork;
    private final List<Path> profiles;
    private final int perEnterprise;
    private final List<LedgerConnections> connections = new ArrayList<>();

    private TestFederation(Runnable stopNetwork, List<Path> profiles, int perEnterprise) {
        this.stopNetwork = stopNetwork;
        this.profiles = profiles;
        this.perEnterprise = perEnterprise;
    }

    static TestFederation start(Path state, int enterprises, int perEnterprise) throws Exception {
        return start(state, enterprises, perEnterprise, TestFederation::chaincode);
    }

    static TestFederation start(Path state, int enterprises, int perEnterprise, ChaincodeFactory chaincode)
            throws Exception {
        return start(state, enterprises, perEnterprise, chaincode, enterprise -> "TRAINER,AGGREGATOR");
    }

    /** With the roles that each enterprise gives its participants. */
    static TestFederation startWithRoles(Path state, int enterprises, int perEnterprise, IntFunction<String> roles)
            throws Exception {
        return start(state, enterprises, perEnterprise, TestFederation::chaincode, roles);
    }

    private static FedFabricChaincode chaincode(ChaincodeContext context) {
        return new FedFabricChaincode(ContentStore.atKubo(context.contentApi()));
    }

    private static TestFederation start(
            Path state, int enterprises, int perEnterprise, ChaincodeFactory chaincode, IntFunction<String> roles)
            throws Exception {
        EmbeddedNetwork network = EmbeddedNetwork.start(NetworkConfig.builder(state, chaincode)
                .enterprises(enterprises)
                .usersPerEnterprise(perEnterprise)
                .build());
        List<Path> profiles = network.enterprises().stream()
                .map(EnterpriseEndpoint::connectionProfile)
                .toList();
        return on(network::close, profiles, perEnterprise, roles);
    }

    /** On a network in a process of its own, which is closed with this. */
    static TestFederation on(NetworkProcess network) throws Exception {
        return on(network::close, network.profiles(), 1, enterprise -> "TRAINER,AGGREGATOR");
    }

    private static TestFederation on(
            Runnable stopNetwork, List<Path> profiles, int perEnterprise, IntFunction<String> roles) throws Exception {
        TestFederation federation = new TestFederation(stopNetwork, profiles, perEnterprise);
        for (Path profile : profiles) {
            federation.connections.add(LedgerConnections.to(ConnectionProfile.read(profile)));
        }
        for (int e = 0; e < profiles.size(); e++) {
            federation.enrol(e, roles.apply(e));
        }
        return federation;
    }

    Path profile(int enterprise) {
        return profiles.get(enterprise);
    }

    LedgerConnections connections(int enterprise) {
        return connections.get(enterprise);
    }

    ContentStore store(int enterprise) {
        return ContentStore.atKubo(connections.get(enterprise).profile().contentStore());
    }

    ClientIdentity identity(int enterprise, String user) throws IOException {
        ConnectionProfile profile = connections.get(enterprise).profile();
        return ClientIdentity.read(profile.mspFolder(user), profile.mspId());
    }

    FederationContract contract(int enterprise, String user) throws IOException {
        return new FederationContract(
                connections.get(enterprise).client(identity(enterprise, user), EmbeddedNetwork.FEDERATION));
    }

    private void enrol(int enterprise, String roles) throws Exception {
        FederationContract admin = contract(enterprise, "admin");
        admin.client()
                .submit(
                        "participant:Enroll",
                        "admin",
                        "REQUESTER",
                        identity(enterprise, "admin").fingerprint());
        for (int p = 1; p <= perEnterprise; p++) {
            admin.client()
                    .submit(
                            "participant:Enroll",
                            "p" + p,
                            roles,
                            identity(enterprise, "p" + p).fingerprint());
            register(enterprise, "rows-p" + p);
        }
    }

    /** Opens a data account of an enterprise. */
    void register(int enterprise, String lineage) throws Exception {
        contract(enterprise, "admin")
                .client()
                .submit(
                        "participant:RegisterData",
                        CanonicalJson.write(new DataRegistration(
                                1,
                                lineage,
                                0,
                                Digests.sha256Hex((enterprise + lineage).getBytes(StandardCharsets.US_ASCII)),
                                5,
                                List.of(8, 8),
                                new Assessment(500_000, 500_000, 500_000),
                                true,
                                10_000,
                                8_000_000)));
    }

    static RawRows rows(long seed, int count) {
        Random random = new Random(seed);
        double[] x = new double[count];
        double[] y = new double[count];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            x[i] = random.nextGaussian();
            y[i] = random.nextGaussian();
            labels[i] = x[i] + 2 * y[i] > 0 ? 1 : 0;
        }
        return new RawRows(SCHEMA, List.of(new RawColumn.Numbers(x), new RawColumn.Numbers(y)), labels);
    }

    TaskDraft draft(int versions, int deadlineSeconds, int quorum) {
        byte[] validation = RowsBlob.encode(rows(99, 60));
        return new TaskDraft(
                TASK,
                ModelSpec.of(
                        Shape.flat(2), new Layer.Dense(4), new Layer.Relu(), new Layer.Dense(2), new Layer.Softmax()),
                SCHEMA,
                new ValidationSet(org.fedfabric.contentstore.Cid.of(validation).text(), validation.length, 60),
                new Training(1, 8, Training.Optimiser.SGD, 50_000, 0),
                Selection.all(),
                UpdateCheck.crossEntropy(),
                5,
                5,
                versions,
                quorum,
                deadlineSeconds,
                2,
                7);
    }

    void create(TaskDraft draft) throws Exception {
        store(0).put(RowsBlob.encode(rows(99, 60)), Pinning.PINNED, STORE);
        store(0).put(ModelBlob.encode(draft.model(), draft.initialParameters()), Pinning.PINNED, STORE);
        TaskSpec spec = draft.toSpec();
        contract(0, "admin").client().submit("task:Create", CanonicalJson.write(spec));
    }

    /** Starts the task once this many have joined. */
    void startWith(int members) throws Exception {
        FederationContract requester = contract(0, "admin");
        TreeSet<String> joined = new TreeSet<>();
        long end = System.nanoTime() + Duration.ofSeconds(180).toNanos();
        while (joined.size() < members) {
            if (System.nanoTime() > end) {
                throw new AssertionError("only " + joined + " have joined");
            }
            requester.memberships(TASK).forEach(m -> joined.add(m.participantId()));
            Thread.sleep(20);
        }
        requester.client().submit("task:Start", TASK, CanonicalJson.write(joined));
    }

    static NodeSettings settings(Path state) {
        return settings(state, Retention.defaults());
    }

    static NodeSettings settings(Path state, Retention retention) {
        return settings(state, retention, OwnScores.none());
    }

    static NodeSettings settings(Path state, Retention retention, OwnScores scores) {
        return new NodeSettings(
                EmbeddedNetwork.FEDERATION,
                List.of(TASK),
                state,
                2,
                JoinTerms.unprotected(),
                retention,
                scores,
                Duration.ofSeconds(2),
                Duration.ofSeconds(180),
                OptionalLong.of(7));
    }

    /** Participant p of an enterprise, with its rows. */
    static NodeParticipant participant(ClientIdentity identity, int enterprise, int p) {
        RawRows rows = rows(10L * enterprise + p, 40);
        return NodeParticipant.honest(identity, "rows-p" + p, schema -> FeatureEncoder.encode(rows));
    }

    List<NodeParticipant> participants(int enterprise) throws IOException {
        List<NodeParticipant> participants = new ArrayList<>();
        for (int p = 1; p <= perEnterprise; p++) {
            participants.add(participant(identity(enterprise, "p" + p), enterprise, p));
        }
        return participants;
    }

    TrainerNode node(int enterprise, Path state, ProgressLog progress) throws IOException {
        return node(enterprise, state, store(enterprise), progress);
    }

    TrainerNode node(int enterprise, Path state, ContentStore store, ProgressLog progress) throws IOException {
        return node(enterprise, settings(state), store, progress);
    }

    TrainerNode node(int enterprise, NodeSettings settings, ContentStore store, ProgressLog progress)
            throws IOException {
        return new TrainerNode(settings, connections.get(enterprise), store, participants(enterprise), progress);
    }

    TaskRecord task() throws Exception {
        return contract(0, "admin").task(TASK).orElseThrow();
    }

    VersionRecord head() throws Exception {
        return contract(0, "admin").head(TASK).orElseThrow();
    }

    @Override
    public void close() {
        connections.forEach(LedgerConnections::close);
        stopNetwork.run();
    }
}
