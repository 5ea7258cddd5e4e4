package org.fedfabric.trainer.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.contentstore.ContentStore;
import org.fedfabric.contentstore.ContentStoreException;
import org.fedfabric.protocol.ledger.Contributor;
import org.fedfabric.protocol.ledger.TaskEvent;
import org.fedfabric.protocol.ledger.TaskState;
import org.fedfabric.protocol.ledger.Verdict;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.model.ModelBlob;
import org.fedfabric.protocol.task.TaskSpec;
import org.fedfabric.trainer.ledger.LedgerException;
import org.fedfabric.trainer.report.RunReport;
import org.fedfabric.trainer.terms.TaskDraft;

/** Watches one task from start to end, measures every version, and remembers what the report needs. */
final class DemoRun implements VersionWatcher.Listener {
    private static final Duration STORE_DEADLINE = Duration.ofSeconds(20);
    private static final long AGAIN_MILLIS = 500;

    private final TaskDraft draft;
    private final ContentStore store;
    private final TestScores scores;
    private final Screen screen;
    private final Processes trainers;
    private final NetworkProcess network;
    private final List<VersionRecord> versions = new ArrayList<>();
    private final Map<Long, Long> seenMillis = new TreeMap<>();
    private final TaskSpec spec;
    private final PrivacySpent spent;
    private final Map<Long, Double> epsilonAt = new TreeMap<>();
    private int submitted;

    DemoRun(
            TaskDraft draft,
            ContentStore store,
            TestScores scores,
            Screen screen,
            Processes trainers,
            NetworkProcess network) {
        this.draft = draft;
        this.spec = draft.toSpec();
        this.spent = new PrivacySpent(spec);
        this.store = store;
        this.scores = scores;
        this.screen = screen;
        this.trainers = trainers;
        this.network = network;
    }

    /** Watches until the task ends; throws unless it completed. */
    void watch(VersionWatcher watcher) throws LedgerException, InterruptedException {
        TaskState state = watcher.follow(this, this::requireProcesses);
        if (state != TaskState.COMPLETED) {
            throw new DemoException(
                    DemoException.INCOMPLETE,
                    "The task " + draft.name() + " stopped after version " + (versions.size() - 1)
                            + ". See: bin/fedfabric task show " + draft.name());
        }
    }

    private void requireProcesses() {
        network.requireNotFailed();
        trainers.sampleMemory();
        trainers.restartKilled().forEach(name -> screen.line("trainer of " + name + " was killed; started it again"));
        trainers.newlyFailed()
                .forEach((name, code) -> screen.line("trainer of " + name + " has ended with exit code " + code
                        + "; the task goes on without it. See: ./test-network.sh logs " + name));
        List<String> failed = trainers.failed();
        if (failed.size() == trainers.count()) {
            throw new DemoException(
                    trainers.haveAllEndedWith(DemoException.DISK_FULL)
                            ? DemoException.DISK_FULL
                            : DemoException.INCOMPLETE,
                    "All trainers have ended with errors: " + String.join(", ", failed)
                            + ". See: ./test-network.sh logs");
        }
    }

    @Override
    public void progressed(TaskEvent event) {
        switch (event.kind()) {
            case SUBMITTED -> screen.now("updates of version " + event.version() + ": " + ++submitted);
            case CLOSED -> screen.now("version " + event.version() + " is closed; every enterprise judges");
            case PUBLISHED, STARTED -> submitted = 0;
            case EXTENDED -> screen.line("version " + event.version() + ": too few updates; the deadline is extended");
            case CREATED, ROSTER, COMPLETED, STOPPED -> {
                // The new version or the end is told from the ledger.
            }
        }
    }

    @Override
    public void away(String reason) {
        screen.line("the network does not answer; waiting for it (" + reason + ")");
    }

    @Override
    public void back(long seconds) {
        screen.line("the network answers again, after " + seconds + " s");
    }

    @Override
    public void published(VersionRecord version, VersionRecord predecessor, VersionWatcher.Standing standing) {
        seenMillis.put(version.version(), System.currentTimeMillis());
        if (predecessor != null) {
            versions.set((int) predecessor.version(), predecessor);
            spent.count(predecessor);
        }
        Double epsilon = spent.largest();
        if (epsilon != null) {
            epsilonAt.put(version.version(), epsilon);
        }
        versions.add(version);
        screen.versions(version.version());
        scores.measure(
                version.version(),
                () -> parameters(version.modelCid()),
                evaluation -> screen.line(String.format(
                        Locale.ROOT,
                        "version %2d  accuracy %.4f  F1 %.3f  ledger score %.4f  %s  reputation %.2f–%.2f  block %d%s",
                        version.version(),
                        evaluation.accuracy(),
                        evaluation.f1(),
                        version.scoreMicros() / 1e6,
                        verdicts(version, predecessor),
                        standing.lowest(),
                        standing.highest(),
                        standing.blocks(),
                        PrivacyLines.spent(spec, epsilon))));
    }

    /** Asks again while the network is away: the task goes on when it is back, and so must its measuring. */
    private float[] parameters(String cid) throws ContentStoreException, InterruptedException {
        long deadline = System.nanoTime() + VersionWatcher.LONGEST_OUTAGE.toNanos();
        while (true) {
            try {
                byte[] bytes = store.get(Cid.parse(cid), ModelBlob.lengthBytes(draft.model()), STORE_DEADLINE);
                return ModelBlob.decode(draft.model(), bytes);
            } catch (ContentStoreException e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
            }
            Thread.sleep(AGAIN_MILLIS);
        }
    }

    private static String verdicts(VersionRecord version, VersionRecord predecessor) {
        if (predecessor == null) {
            return version.selected().size() + " participants selected";
        }
        long included = count(predecessor, Verdict.Outcome.INCLUDED);
        long rejected = count(predecessor, Verdict.Outcome.REJECTED);
        long unavailable = count(predecessor, Verdict.Outcome.UNAVAILABLE);
        long outvoted = count(predecessor, Verdict.Outcome.OUTVOTED);
        return included + " of " + predecessor.selected().size() + " included"
                + (rejected == 0 ? "" : ", " + rejected + " rejected")
                + (outvoted == 0 ? "" : ", " + outvoted + " outvoted")
                + (unavailable == 0 ? "" : ", " + unavailable + " withheld")
                + String.format(
                        Locale.ROOT, "  %.1f s", (version.openedMillis() - predecessor.openedMillis()) / 1000.0);
    }

    private static int count(VersionRecord version, Verdict.Outcome outcome) {
        return (int) version.contributors().stream()
                .map(Contributor::verdict)
                .filter(v -> v != null && v.outcome() == outcome)
                .count();
    }

    /** All versions, each with its final record. */
    List<VersionRecord> versions() {
        return versions;
    }

    /** The report's lines, one per version; waits for measurements still under way. */
    List<RunReport.Version> history(VersionWatcher watcher) throws InterruptedException {
        List<RunReport.Version> history = new ArrayList<>();
        for (int v = 0; v < versions.size(); v++) {
            VersionRecord record = versions.get(v);
            boolean last = v == versions.size() - 1;
            history.add(new RunReport.Version(
                    v,
                    record.modelCid(),
                    scores.of(v).accuracy(),
                    scores.of(v).f1(),
                    record.scoreMicros() / 1e6,
                    last ? 0 : record.selected().size(),
                    count(record, Verdict.Outcome.INCLUDED),
                    count(record, Verdict.Outcome.REJECTED),
                    count(record, Verdict.Outcome.UNAVAILABLE),
                    last ? 0 : (versions.get(v + 1).openedMillis() - record.openedMillis()) / 1000.0,
                    watcher.publishedBy(v + 1L),
                    epsilonAt.get((long) v)));
        }
        return history;
    }

    /** What each participant has spent. */
    PrivacySpent spent() {
        return spent;
    }

    /** Steps that the trainers wrote, from all progress files in the folder. */
    static List<String> progressLines(Path folder) throws IOException {
        List<String> lines = new ArrayList<>();
        try (var files = Files.newDirectoryStream(folder, "*.progress")) {
            for (Path file : files) {
                lines.addAll(Files.readAllLines(file));
            }
        }
        return lines;
    }
}
