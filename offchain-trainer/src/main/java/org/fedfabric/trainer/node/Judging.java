package org.fedfabric.trainer.node;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.fedfabric.protocol.ledger.Contributor;
import org.fedfabric.protocol.ledger.Verdict;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.protocol.round.VersionRules;
import org.fedfabric.telemetry.logs.Subject;
import org.fedfabric.trainer.ledger.FederationContract;
import org.fedfabric.trainer.ledger.LedgerException;
import org.fedfabric.trainer.ledger.LedgerRefusal;

/**
 * Has the own enterprise's endorser judge every contributor of a closed version; afterwards the endorser knows all
 * verdicts, so that endorsing Advance takes it no time.
 */
final class Judging {
    private static final Logger LOG = System.getLogger(Judging.class.getPackageName());
    private static final Duration PAUSE = Duration.ofMillis(300);

    /** How long an endorser must miss bytes before it agrees to call them withheld (protocol.md §2). */
    private static final Duration MISSING_FOR = Duration.ofSeconds(5);

    private final List<Member> members;
    private final ExecutorService threads;
    private final HeadWatch watch;
    private final VersionRecord closed;
    private int asking;
    private boolean turnedAway;
    private final Map<String, Verdict> verdicts = new TreeMap<>();
    private final Map<String, Long> missingSinceNanos = new HashMap<>();
    private long lastJudgedNanos = System.nanoTime();

    Judging(List<Member> members, ExecutorService threads, HeadWatch watch, VersionRecord closed) {
        this.members = members;
        this.threads = threads;
        this.watch = watch;
        this.closed = closed;
    }

    /** A verdict, or why there is none yet. */
    private record Answer(Verdict verdict, LedgerException failure, long askedNanos) {}

    private interface Question {
        Verdict ask(FederationContract contract, String id) throws LedgerException;
    }

    /**
     * Waits until there is a verdict on everybody; on those whose bytes stay away, UNAVAILABLE once that may be said.
     *
     * @return whether the version is still closed and waiting to be advanced
     */
    boolean untilAllJudged() throws InterruptedException {
        return untilAll((contract, id) -> contract.judge(closed.task(), closed.version(), id));
    }

    /** Forgets all verdicts and asks the other enterprises instead, for when the own one is alone in what it computes. */
    boolean untilAllJudgedElsewhere() throws InterruptedException {
        verdicts.clear();
        return untilAll((contract, id) -> contract.judgeElsewhere(closed.task(), closed.version(), id));
    }

    /** Forgets which bytes were missing, so that they are asked for again: somebody has them. */
    void doubtMissing() {
        verdicts.values().removeIf(verdict -> verdict.outcome() == Verdict.Outcome.UNAVAILABLE);
        missingSinceNanos.clear();
    }

    /** Forgets all verdicts. */
    void doubtAll() {
        verdicts.clear();
    }

    /** When the last update whose bytes were there was judged, by the system's nanosecond clock. */
    long lastJudgedNanos() {
        return lastJudgedNanos;
    }

    /** The verdicts by contributor. */
    Map<String, Verdict> verdicts() {
        return verdicts;
    }

    private boolean untilAll(Question question) throws InterruptedException {
        while (true) {
            askAbout(pending(), question);
            if (pending().isEmpty()) {
                return watch.isAt(closed);
            }
            if (!watch.staysAt(closed, PAUSE.toNanos())) {
                return false;
            }
        }
    }

    private List<String> pending() {
        return closed.contributors().stream()
                .map(Contributor::id)
                .filter(id -> !verdicts.containsKey(id))
                .toList();
    }

    private void askAbout(List<String> ids, Question question) throws InterruptedException {
        List<Future<Answer>> answers = new ArrayList<>();
        FederationContract contract = members.get(asking % members.size()).contract();
        ids.forEach(id -> answers.add(threads.submit(() -> answer(contract, id, question))));
        for (int i = 0; i < ids.size(); i++) {
            take(ids.get(i), result(answers.get(i)));
        }
        if (turnedAway) {
            asking++;
            turnedAway = false;
        }
    }

    private static Answer answer(FederationContract contract, String id, Question question) {
        long askedNanos = System.nanoTime();
        try {
            return new Answer(question.ask(contract, id), null, askedNanos);
        } catch (LedgerException e) {
            return new Answer(null, e, askedNanos);
        }
    }

    private static Answer result(Future<Answer> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("Judging must fail with a ledger's exception only", e.getCause());
        }
    }

    private void take(String id, Answer answer) {
        if (answer.verdict() != null && answer.verdict().outcome() != Verdict.Outcome.UNAVAILABLE) {
            verdicts.put(id, answer.verdict());
            lastJudgedNanos = System.nanoTime();
            return;
        }
        RefusalCode code = answer.failure() instanceof LedgerRefusal refusal ? refusal.code() : null;
        if (code == RefusalCode.SUSPENDED || code == RefusalCode.NOT_ENROLLED) {
            // Whoever asks has to be active; another member of this node may be.
            turnedAway = true;
        }
        boolean missing = answer.verdict() != null || code == RefusalCode.CONTENT_UNAVAILABLE;
        if (!missing) {
            LOG.log(
                    Level.INFO,
                    "{0}: no verdict on {1} yet: {2}",
                    Subject.of(closed.task(), closed.version()),
                    id,
                    answer.failure().getMessage());
            return;
        }
        long since = missingSinceNanos.computeIfAbsent(id, key -> answer.askedNanos());
        boolean longEnough = System.nanoTime() - since >= MISSING_FOR.toNanos();
        boolean mayBeSaid = System.currentTimeMillis() >= closed.deadlineMillis() + VersionRules.SKEW_MILLIS;
        if (longEnough && mayBeSaid) {
            verdicts.put(id, Verdict.UNAVAILABLE);
        }
    }
}
