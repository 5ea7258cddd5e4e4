package org.fedfabric.trainer.node;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.fedfabric.contentstore.ContentStoreException;
import org.fedfabric.protocol.data.FeatureRows;
import org.fedfabric.protocol.judging.Metrics;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.task.Evaluation;
import org.fedfabric.protocol.task.TaskSpec;
import org.fedfabric.telemetry.logs.Subject;
import org.fedfabric.trainer.learning.Predictor;
import org.fedfabric.trainer.ledger.CommittedTransaction;
import org.fedfabric.trainer.ledger.LedgerException;

/**
 * Scores versions on the rows that their owners hold out. A score lies in the owner's state folder and nowhere else: no log
 * and no progress line names it. It is reported only where the task's terms take it and the owner's settings allow it; a
 * task with noise never takes it. Whatever fails here is logged, and training goes on.
 */
final class Scoring {
    private static final Logger LOG = System.getLogger(Scoring.class.getPackageName());

    /** How long the last version's scores are waited for: a second of computing, and reports that may meet an outage. */
    private static final long LAST_SECONDS = 30;

    private final TaskContext task;
    private final NodeTools tools;
    private final HeadWatch watch;
    private final ScoreFiles files;
    private final Map<String, CompletableFuture<Void>> started = new ConcurrentHashMap<>();
    private long version = -1;

    Scoring(TaskContext task, NodeTools tools, HeadWatch watch) {
        this.task = task;
        this.tools = tools;
        this.watch = watch;
        this.files = new ScoreFiles(tools.settings().state());
    }

    /** Whether the owner wants scores at all. */
    boolean isWanted() {
        return tools.settings().scores().holdOutPercent() > 0;
    }

    /** Scores a version for these members, each once; returns at once. By the task's thread only. */
    void score(List<Member> members, VersionRecord at) {
        if (!isWanted()) {
            return;
        }
        if (at.version() != version) {
            version = at.version();
            started.clear();
        }
        for (Member member : members) {
            started.computeIfAbsent(
                    member.id(),
                    id -> CompletableFuture.supplyAsync(() -> measured(member, at), tools.scoring())
                            .thenAcceptAsync(score -> score.ifPresent(s -> report(member, s)), tools.io()));
        }
    }

    /** Scores the last version, when nothing is left that could be delayed, and waits for it a while. */
    void scoreLast(List<Member> members, VersionRecord last) throws InterruptedException {
        score(members, last);
        try {
            CompletableFuture.allOf(started.values().toArray(CompletableFuture[]::new))
                    .get(LAST_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            LOG.log(
                    Level.WARNING,
                    "{0}: not all scores were there in {1} s",
                    Subject.of(task.name(), last.version()),
                    LAST_SECONDS);
        } catch (ExecutionException e) {
            LOG.log(
                    Level.WARNING,
                    "{0}: scoring: {1}",
                    Subject.of(task.name(), last.version()),
                    String.valueOf(e.getCause()));
        }
    }

    private Optional<OwnScore> measured(Member member, VersionRecord at) {
        try {
            FeatureRows rows = member.rows().heldOut(task);
            if (rows.rows() == 0 || !watch.isAtVersion(at.version())) {
                return Optional.empty();
            }
            Optional<OwnScore> before = files.find(task.name(), member.id(), at.version());
            if (before.isPresent()) {
                return before;
            }
            OwnScore score = measure(member.id(), rows, at);
            files.write(score);
            return Optional.of(score);
        } catch (IOException | ContentStoreException | RuntimeException e) {
            LOG.log(
                    Level.WARNING,
                    "{0}: not scored for {1}: {2}",
                    Subject.of(task.name(), at.version()),
                    member.id(),
                    e);
            return Optional.empty();
        }
    }

    private OwnScore measure(String id, FeatureRows rows, VersionRecord at) throws ContentStoreException {
        TaskSpec spec = task.spec();
        float[] parameters = tools.models().parameters(spec, at.modelCid());
        float[] logits;
        try (Predictor predictor = new Predictor(spec.model())) {
            logits = predictor.logits(parameters, rows.features(), rows.rows());
        }
        return new OwnScore(
                1,
                task.name(),
                at.version(),
                at.modelCid(),
                id,
                rows.rows(),
                Metrics.crossEntropyMicros(logits, rows.labels(), spec.data().classWeightsMicros()),
                Metrics.accuracyMicros(logits, rows.labels(), spec.model().classes()));
    }

    private void report(Member member, OwnScore score) {
        if (task.spec().evaluation() != Evaluation.SHARED
                || !tools.settings().scores().share()) {
            return;
        }
        if (!score.isOfEnoughRows()) {
            LOG.log(
                    Level.INFO,
                    "{0}: the scores of {1} stay here: its hold-out is too small",
                    Subject.of(task.name(), score.version()),
                    member.id());
            return;
        }
        long start = System.nanoTime();
        try {
            CommittedTransaction reported = member.contract().report(task.name(), score.version(), score.claim());
            tools.progress()
                    .step(
                            member.id(),
                            task.name(),
                            score.version(),
                            "score-reported",
                            System.nanoTime() - start,
                            reported.transactionId());
        } catch (LedgerException | RuntimeException e) {
            LOG.log(
                    Level.WARNING,
                    "{0}: {1} could not report its score: {2}",
                    Subject.of(task.name(), score.version()),
                    member.id(),
                    e.getMessage());
        }
    }
}
