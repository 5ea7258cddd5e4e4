package org.fedfabric.trainer.byzantine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fedfabric.contentstore.ContentStore;
import org.fedfabric.embedded.EmbeddedNetwork;
import org.fedfabric.protocol.data.FeatureEncoder;
import org.fedfabric.protocol.data.RowsBlob;
import org.fedfabric.protocol.ledger.Membership;
import org.fedfabric.protocol.ledger.TaskRecord;
import org.fedfabric.protocol.ledger.TaskState;
import org.fedfabric.trainer.attack.Attack;
import org.fedfabric.trainer.federation.ScriptedNetwork;
import org.fedfabric.trainer.federation.ScriptedTask;
import org.fedfabric.trainer.federation.SmallTask;
import org.fedfabric.trainer.ledger.FederationContract;
import org.fedfabric.trainer.ledger.LedgerConnections;
import org.fedfabric.trainer.node.JoinTerms;
import org.fedfabric.trainer.node.NodeParticipant;
import org.fedfabric.trainer.node.NodeSettings;
import org.fedfabric.trainer.node.OwnScores;
import org.fedfabric.trainer.node.ProgressLog;
import org.fedfabric.trainer.node.Retention;
import org.fedfabric.trainer.node.TrainerNode;

/** The enterprises' trainer nodes in one task, as they are in production. */
final class Trainers implements AutoCloseable {
    /** Longest any scenario's task may take. */
    private static final Duration PATIENCE = Duration.ofSeconds(240);

    private static final Pattern ADVANCED = Pattern.compile("\"step\":\"advanced\".*?\"([0-9a-f]{64})\"");

    private final ScriptedTask task;
    private final Path folder;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<TrainerNode> nodes = new ArrayList<>();
    private final List<LedgerConnections> connections = new ArrayList<>();
    private final Map<String, Future<Map<String, TaskRecord>>> running = new LinkedHashMap<>();
    private final ConcurrentLinkedQueue<String> progress = new ConcurrentLinkedQueue<>();

    Trainers(ScriptedTask task, Path folder) {
        this.task = task;
        this.folder = folder.resolve(task.name);
    }

    /** Starts a node of honest participants of one enterprise. */
    void start(String... ids) throws Exception {
        start(task.network.store(ScriptedNetwork.mspOf(ids[0])), null, ids);
    }

    /**
     * Starts a node.
     *
     * @param store what it takes for its enterprise's content store
     * @param attack what its participants do to their updates, or null for nothing
     * @param ids participants of one enterprise
     */
    void start(ContentStore store, Attack attack, String... ids) throws Exception {
        String mspId = ScriptedNetwork.mspOf(ids[0]);
        List<NodeParticipant> participants = new ArrayList<>();
        for (String id : ids) {
            participants.add(new NodeParticipant(
                    task.network.identity(id),
                    "rows",
                    schema -> FeatureEncoder.encode(RowsBlob.decode(schema, SmallTask.rows(SmallTask.ROWS, true))),
                    java.util.Optional.ofNullable(attack)));
        }
        NodeSettings settings = new NodeSettings(
                EmbeddedNetwork.FEDERATION,
                List.of(task.name),
                folder.resolve(mspId),
                2,
                JoinTerms.unprotected(),
                new Retention(0, 0, 0),
                OwnScores.none(),
                Duration.ofSeconds(2),
                PATIENCE,
                OptionalLong.of(7));
        // Connections of its own: what others have learnt about its peer it has to find out by itself.
        LedgerConnections own =
                LedgerConnections.to(task.network.connections(mspId).profile());
        connections.add(own);
        TrainerNode node = new TrainerNode(settings, own, store, participants, ProgressLog.to(listening()));
        nodes.add(node);
        running.put(mspId, threads.submit(node::run));
    }

    private OutputStream listening() {
        return new OutputStream() {
            @Override
            public void write(int b) {
                throw new UnsupportedOperationException("lines are written whole");
            }

            @Override
            public void write(byte[] bytes, int from, int length) {
                progress.add(new String(bytes, from, length, StandardCharsets.UTF_8));
            }
        };
    }

    /** Starts the task once these have joined. */
    void begin(String... ids) throws Exception {
        FederationContract requester = new FederationContract(task.network.as(task.network.id(0, "admin")));
        TreeSet<String> joined = new TreeSet<>();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!joined.containsAll(Arrays.asList(ids))) {
            assertThat(System.nanoTime()).as("only %s joined", joined).isLessThan(end);
            Thread.sleep(50);
            requester.memberships(task.name).stream()
                    .map(Membership::participantId)
                    .forEach(joined::add);
        }
        requester.start(task.name, joined);
    }

    /** Waits until the nodes of these enterprises have seen the task completed. */
    void complete(String... mspIds) throws Exception {
        for (String mspId : mspIds) {
            TaskRecord ended = running.get(mspId)
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .get(task.name);
            assertThat(ended.state()).as(mspId).isEqualTo(TaskState.COMPLETED);
        }
    }

    /** The transactions that published a version, as the nodes tell. */
    List<String> advances() {
        List<String> ids = new ArrayList<>();
        for (String line : progress) {
            Matcher matcher = ADVANCED.matcher(line);
            if (matcher.find()) {
                ids.add(matcher.group(1));
            }
        }
        return ids;
    }

    @Override
    public void close() {
        nodes.forEach(TrainerNode::close);
        threads.shutdownNow();
        connections.forEach(LedgerConnections::close);
    }
}
