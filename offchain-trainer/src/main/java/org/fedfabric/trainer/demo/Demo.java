package org.fedfabric.trainer.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.fedfabric.contentstore.ContentStore;
import org.fedfabric.contentstore.ContentStoreException;
import org.fedfabric.contentstore.Pinning;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.model.ModelBlob;
import org.fedfabric.protocol.task.TaskSpec;
import org.fedfabric.trainer.ledger.FederationContract;
import org.fedfabric.trainer.ledger.LedgerClient;
import org.fedfabric.trainer.ledger.LedgerConnections;
import org.fedfabric.trainer.ledger.LedgerException;
import org.fedfabric.trainer.ledger.LedgerRefusal;
import org.fedfabric.trainer.report.RunReport;
import org.fedfabric.trainer.terms.NoiseTerms;
import org.fedfabric.trainer.terms.TaskDraft;

/** A whole federation from a few options to a report. */
public final class Demo {
    private static final long LOOK_EVERY_MILLIS = 10;
    private static final long LOOK_AGAIN_MILLIS = 500;
    private static final Duration STORE_DEADLINE = Duration.ofSeconds(30);
    /** How long the network and then the trainers may take to be there, on a loaded machine. */
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    /** Enrolments under way at a time: enough to fill blocks, few enough that reading rows does not fill the heap. */
    private static final int MAX_IN_FLIGHT = 16;

    private final Semaphore inFlight = new Semaphore(MAX_IN_FLIGHT);
    private final DemoOptions options;
    private final DemoPlace place;
    private final Federation federation;
    private final AttackPlan attack;
    private final NetworkProcess network;

    private Demo(DemoOptions options, DemoPlace place) {
        this.options = options;
        this.place = place;
        this.federation = new Federation(options.enterprises, options.participants);
        this.network = new NetworkProcess(place.network(), place.logs());
        this.attack = AttackPlan.parse(options.attack, federation.size());
    }

    /**
     * Runs a demo: prints progress and a summary, writes the report's files.
     *
     * @return the report
     * @throws DemoException with a sentence and an exit code when it cannot go on
     */
    public static RunReport run(DemoOptions options, DemoPlace place) throws Exception {
        options.check();
        return new Demo(options, place).run();
    }

    private RunReport run() throws Exception {
        Files.createDirectories(place.progress());
        ExecutorService workers = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "demo");
            thread.setDaemon(true);
            return thread;
        });
        try (Processes trainers = new Processes(place.work(), place.logs(), place.command())) {
            // The trainers' machines start first: they wait for network, data and task.
            Future<DemoData> dataReady = workers.submit(() -> DemoData.prepare(options, place, federation));
            new TrainerLines(options, place, federation, attack).start(trainers, PATIENCE);
            Readiness.await(place.network(), network, PATIENCE, () -> {
                if (dataReady.isDone()) {
                    get(dataReady);
                }
            });
            return federate(workers, trainers, dataReady);
        } catch (LedgerException | ContentStoreException e) {
            // What a client sees of a network that gave up is not the reason.
            network.explainFailure();
            throw e;
        } finally {
            workers.shutdownNow();
        }
    }

    private RunReport federate(ExecutorService workers, Processes trainers, Future<DemoData> dataReady)
            throws Exception {
        List<LedgerConnections> connections = new ArrayList<>();
        try {
            for (int e = 0; e < federation.enterprises(); e++) {
                connections.add(Enrolment.connect(place.network(), Federation.enterpriseName(e)));
            }
            List<Future<Void>> enrolments = enrol(workers, connections, dataReady);
            LedgerClient requester = Enrolment.admin(connections.get(0));
            ContentStore store = connections.get(0).profile().openContentStore();
            DemoData data = get(dataReady);
            TaskDraft draft = DemoTask.draft(options, place, federation, data);
            try (Screen screen = Screen.ofSystem(draft.versions());
                    TestScores scores = new TestScores(draft.model(), data.test());
                    VersionWatcher watcher = new VersionWatcher(
                            requester, draft.name(), place.work().resolve("demo.checkpoint"))) {
                screen.line(DemoTask.describe(options, federation, data, draft));
                FinalTest test = FinalTest.commit(draft.name(), place);
                TaskSpec spec = draft.toSpec()
                        .measuring(options.contributionRule())
                        .until(options.patience())
                        .committedTo(test.commitment());
                PrivacyLines.before(spec, SelectOption.places(spec.selection(), federation.size()))
                        .forEach(screen::line);
                store.put(data.validation(), Pinning.PINNED, STORE_DEADLINE);
                store.put(ModelBlob.encode(draft.model(), draft.initialParameters()), Pinning.PINNED, STORE_DEADLINE);
                for (Future<Void> enrolment : enrolments) {
                    while (!enrolment.isDone()) {
                        network.requireNotFailed();
                        Thread.sleep(LOOK_EVERY_MILLIS);
                    }
                    get(enrolment);
                }
                requester.submit("task:Create", CanonicalJson.write(spec));
                start(requester, draft, trainers);
                DemoRun run = new DemoRun(draft, store, scores, screen, trainers, network);
                run.watch(watcher);
                RunReport report = new DemoReport(options, place, federation, attack, draft, test.cid())
                        .of(run, watcher, scores, trainers, connections, data, screen);
                test.open(requester, connections, screen);
                return report;
            }
        } finally {
            connections.forEach(LedgerConnections::close);
        }
    }

    /** Starts to enrol everybody, all enterprises at once and each one's participants at once. */
    private List<Future<Void>> enrol(
            ExecutorService workers, List<LedgerConnections> connections, Future<DemoData> dataReady) {
        List<Future<Void>> enrolments = new ArrayList<>();
        for (int e = 0; e < federation.enterprises(); e++) {
            LedgerConnections own = connections.get(e);
            Future<Void> admin = workers.submit((Callable<Void>) () -> {
                Enrolment.enrolAdmin(own);
                return null;
            });
            enrolments.add(admin);
            for (int i = 0; i < federation.perEnterprise(); i++) {
                Federation.Member member = new Federation.Member(e, i);
                enrolments.add(workers.submit((Callable<Void>) () -> {
                    get(admin);
                    oneOfMany(() -> {
                        Enrolment.enrol(own, member.userName());
                        return null;
                    });
                    get(dataReady);
                    oneOfMany(() -> {
                        Enrolment.register(
                                own,
                                member.userName(),
                                member.folder(place.data()),
                                place.state(member.enterpriseName()),
                                options.simulateNoise ? NoiseTerms.NONE : options.noise());
                        return null;
                    });
                    return null;
                }));
            }
        }
        return enrolments;
    }

    private void oneOfMany(Callable<Void> work) throws Exception {
        inFlight.acquire();
        try {
            work.call();
        } finally {
            inFlight.release();
        }
    }

    /** Waits until everybody has joined, then starts the task with them. */
    private void start(LedgerClient requester, TaskDraft draft, Processes trainers)
            throws LedgerException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        TreeSet<String> joined = new TreeSet<>();
        while (joined.size() < federation.size()) {
            trainers.restartKilled();
            network.requireNotFailed();
            try {
                joined = joined(requester, draft.name());
            } catch (LedgerRefusal e) {
                throw e;
            } catch (LedgerException e) {
                // A network that was killed comes back; asked again until the deadline below.
                Thread.sleep(LOOK_AGAIN_MILLIS);
            }
            if (!trainers.failed().isEmpty() || System.nanoTime() > deadline) {
                boolean refused = trainers.hasOneEndedWith(DemoException.REFUSED);
                throw new DemoException(
                        refused ? DemoException.REFUSED : DemoException.INCOMPLETE,
                        "All " + federation.size() + " participants must join the task; " + joined.size() + " did. "
                                + trainers.lastError().map(error -> error + " ").orElse("")
                                + "See: ./test-network.sh logs");
            }
            Thread.sleep(20);
        }
        new FederationContract(requester).start(draft.name(), joined);
    }

    private static TreeSet<String> joined(LedgerClient ledger, String task) throws LedgerException {
        TreeSet<String> ids = new TreeSet<>();
        new FederationContract(ledger).memberships(task).forEach(member -> ids.add(member.participantId()));
        return ids;
    }

    private static <T> T get(Future<T> future) throws Exception {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw new IOException(e.getCause());
        }
    }
}
