package org.fedfabric.trainer.node;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.round.VersionRules;
import org.fedfabric.telemetry.logs.Subject;
import org.fedfabric.trainer.ledger.LedgerException;
import org.fedfabric.trainer.ledger.LedgerRefusal;

/** Asks for a version's close when the rules allow it: all updates are in, or its time is up. */
final class Closing {
    private static final Logger LOG = System.getLogger(Closing.class.getPackageName());

    /** What each turn waits: a close takes a fraction of this, and two at once cost one conflict. */
    private static final Duration TURN = Duration.ofMillis(500);

    /** Beyond the skew, so that the first attempt is not too early by a rounding of clocks. */
    private static final long MARGIN_MILLIS = 100;

    private final TaskContext task;
    private final ProgressLog progress;
    private final HeadWatch watch;
    private final Turns turns;
    private final VersionRecord collecting;
    private final List<Member> members;

    Closing(
            TaskContext task,
            ProgressLog progress,
            HeadWatch watch,
            Turns turns,
            VersionRecord collecting,
            List<Member> members) {
        this.task = task;
        this.progress = progress;
        this.watch = watch;
        this.turns = turns;
        this.collecting = collecting;
        this.members = members;
    }

    /** Milliseconds from now until the version's time is up, 0 if it is. */
    static long millisToDeadline(VersionRecord collecting) {
        long due = collecting.deadlineMillis() + VersionRules.SKEW_MILLIS + MARGIN_MILLIS;
        return Math.max(0, due - System.currentTimeMillis());
    }

    /** Whether everybody who was selected has submitted. */
    static boolean isTargetIn(VersionRecord collecting, Set<String> submitted, int quorum) {
        return submitted.size() >= quorum && submitted.containsAll(collecting.selected());
    }

    void run() throws InterruptedException, LedgerException {
        List<Member> aggregators = turns.inOrderOf(members, collecting.version()).stream()
                .filter(Member::isAggregator)
                .toList();
        if (aggregators.isEmpty()) {
            return;
        }
        String mspId = aggregators.get(0).contract().client().identity().mspId();
        long turn = turns.before(mspId, collecting.version());
        if (!watch.staysAt(collecting, turn * TURN.toNanos())) {
            return;
        }
        for (int i = 0; i < aggregators.size(); i++) {
            try {
                Member aggregator = aggregators.get(i);
                long startNanos = System.nanoTime();
                String transactionId = aggregator
                        .contract()
                        .close(task.name(), collecting.version())
                        .transactionId();
                progress.step(
                        aggregator.id(),
                        task.name(),
                        collecting.version(),
                        "closed",
                        System.nanoTime() - startNanos,
                        transactionId);
                LOG.log(
                        Level.INFO,
                        "{0}: closed by {1}",
                        Subject.of(task.name(), collecting.version()),
                        aggregator.id());
                return;
            } catch (LedgerRefusal e) {
                switch (e.code()) {
                    case NOT_COLLECTING, NOT_HEAD, WRONG_TASK_STATE -> {
                        return;
                    }
                    case MISSING_ROLE, SUSPENDED, NOT_ENROLLED -> {
                        if (i == aggregators.size() - 1) {
                            throw e;
                        }
                    }
                    default -> throw e;
                }
            }
        }
    }
}
