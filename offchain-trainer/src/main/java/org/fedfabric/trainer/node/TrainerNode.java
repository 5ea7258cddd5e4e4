package org.fedfabric.trainer.node;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.fedfabric.contentstore.ContentStore;
import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.ledger.TaskRecord;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.telemetry.logs.Subject;
import org.fedfabric.trainer.ledger.FederationContract;
import org.fedfabric.trainer.ledger.LedgerConnections;
import org.fedfabric.trainer.ledger.LedgerRefusal;
import org.fedfabric.trainer.ledger.TaskEvents;
import org.fedfabric.trainer.sealing.SealedUpdates;

/**
 * Runs participants of one enterprise in one process: they share connections and processors, and nothing else.
 *
 * <pre>{@code
 * try (LedgerConnections connections = LedgerConnections.to(profile);
 *         TrainerNode node = new TrainerNode(settings, connections, store, participants, progress)) {
 *     Map<String, TaskRecord> ended = node.run();
 * }
 * }</pre>
 *
 * <p>One node per state folder: what lies there belongs to the participants of one process.
 */
public final class TrainerNode implements AutoCloseable {
    /** As many as an endorser answers at a time (protocol.md §4). */
    private static final int JUDGING_THREADS = 4;

    private static final Logger LOG = System.getLogger(TrainerNode.class.getPackageName());

    private final NodeSettings settings;
    private final LedgerConnections connections;
    private final List<NodeParticipant> participants;
    private final NodeTools tools;
    private final Map<String, TaskLife> lives = new ConcurrentHashMap<>();

    /**
     * A node, not yet running.
     *
     * @param connections to the network; stay open when the node is closed
     * @param store the enterprise's content store
     * @param participants at least one
     * @param progress where to write what happens; stays open when the node is closed
     */
    public TrainerNode(
            NodeSettings settings,
            LedgerConnections connections,
            ContentStore store,
            List<NodeParticipant> participants,
            ProgressLog progress) {
        this(settings, connections, store, participants, progress, NodeObserver.NONE);
    }

    /**
     * A node that is watched, not yet running.
     *
     * @param connections to the network; stay open when the node is closed
     * @param store the enterprise's content store
     * @param participants at least one
     * @param progress where to write what happens; stays open when the node is closed
     * @param observer told of what happens, as long as the node runs
     */
    public TrainerNode(
            NodeSettings settings,
            LedgerConnections connections,
            ContentStore store,
            List<NodeParticipant> participants,
            ProgressLog progress,
            NodeObserver observer) {
        progress.tell(observer);
        this.settings = settings;
        this.connections = connections;
        this.participants = Checks.list(participants, 10_000, "participants");
        Checks.require(!participants.isEmpty(), "A node must run at least one participant", participants.size());
        this.tools = new NodeTools(
                settings,
                store,
                new Models(store),
                new SealedUpdates(settings.state()),
                new ChainSecrets(settings.state(), settings.simulationSeed()),
                Executors.newFixedThreadPool(settings.parallel(), daemons("train")),
                Executors.newFixedThreadPool(JUDGING_THREADS, daemons("judge")),
                Executors.newSingleThreadExecutor(leisurely(daemons("score"))),
                Executors.newCachedThreadPool(daemons("node")),
                progress,
                observer);
    }

    /**
     * Joins the tasks and works until all have ended.
     *
     * @return how each ended, in the order of the settings
     * @throws NodeException if the node cannot take part in one of them
     */
    public Map<String, TaskRecord> run() throws NodeException, InterruptedException {
        FederationContract contract = contractOf(participants.get(0));
        try (TaskEvents events = contract.client()
                .events(settings.state().resolve("events").resolve(settings.channel() + ".json"), event -> {
                    tools.observer().happened(event);
                    TaskLife life = lives.get(event.event().task());
                    if (life != null) {
                        life.happened(event);
                    }
                })) {
            LOG.log(Level.DEBUG, "following {0}: {1}", settings.channel(), events);
            Map<String, Future<TaskRecord>> running = new LinkedHashMap<>();
            for (String task : settings.tasks()) {
                running.put(task, tools.io().submit(() -> live(task, contract)));
            }
            Map<String, TaskRecord> ended = new LinkedHashMap<>();
            for (Map.Entry<String, Future<TaskRecord>> task : running.entrySet()) {
                ended.put(task.getKey(), await(task.getValue()));
            }
            return ended;
        } finally {
            tools.progress().ended(connections.counters().snapshot());
        }
    }

    private TaskRecord live(String task, FederationContract contract) throws NodeException, InterruptedException {
        Joining joining = new Joining(tools, task);
        TaskRecord record = joining.task(contract);
        if (Joining.hasEnded(record)) {
            return record;
        }
        TaskContext context = TaskContext.of(settings.channel(), record);
        tools.observer().takesPart(context.spec());
        List<Future<Member>> joins = new ArrayList<>();
        for (NodeParticipant participant : participants) {
            joins.add(tools.io().submit(() -> joining.join(context, participant, contractOf(participant))));
        }
        List<Member> members = new ArrayList<>();
        NodeException excluded = null;
        for (Future<Member> join : joins) {
            try {
                members.add(await(join));
            } catch (NodeException e) {
                if (!(e.getCause() instanceof LedgerRefusal refusal && isPersonal(refusal.code()))) {
                    throw e;
                }
                LOG.log(Level.ERROR, "{0}: goes on without one participant. {1}", Subject.of(task), e.getMessage());
                excluded = e;
            }
        }
        if (members.isEmpty()) {
            throw excluded;
        }
        TaskLife life = new TaskLife(context, tools, List.copyOf(members), news(context, contract));
        lives.put(task, life);
        TaskRecord ended = life.untilEnded();
        LOG.log(
                Level.INFO,
                "{0}: {1}{2}",
                Subject.of(task),
                ended.state(),
                ended.stopReason() == null ? "" : ", " + ended.stopReason());
        return ended;
    }

    private VersionNews news(TaskContext context, FederationContract contract) {
        return new VersionNews(
                context,
                tools,
                contract,
                participants.stream().map(NodeParticipant::lineage).distinct().toList());
    }

    /** An administrator's decision about one participant, or its spent budget, does not stop the others. */
    private static boolean isPersonal(RefusalCode code) {
        return switch (code) {
            case SUSPENDED, MISSING_ROLE, BUDGET_EXCEEDED, UNPROTECTED_NOT_ALLOWED -> true;
            default -> false;
        };
    }

    private FederationContract contractOf(NodeParticipant participant) {
        return new FederationContract(connections.client(participant.identity(), settings.channel()));
    }

    private static <T> T await(Future<T> future) throws NodeException, InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof NodeException refused) {
                throw refused;
            }
            if (e.getCause() instanceof RuntimeException bug) {
                throw bug;
            }
            throw new NodeException("The node failed: " + e.getCause(), e.getCause());
        }
    }

    private static ThreadFactory daemons(String name) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Threads that leave the processors to others, as far as the system heeds it. */
    private static ThreadFactory leisurely(ThreadFactory threads) {
        return task -> {
            Thread thread = threads.newThread(task);
            thread.setPriority(Thread.MIN_PRIORITY);
            return thread;
        };
    }

    /** Stops at once; whatever is under way goes on when a node is started again with the same state folder. */
    @Override
    public void close() {
        for (ExecutorService threads : List.of(tools.training(), tools.judging(), tools.scoring(), tools.io())) {
            threads.shutdownNow();
        }
    }
}
