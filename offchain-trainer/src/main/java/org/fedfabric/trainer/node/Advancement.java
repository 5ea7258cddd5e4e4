package org.fedfabric.trainer.node;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.fedfabric.contentstore.ContentStoreException;
import org.fedfabric.protocol.ledger.AdvanceRequest;
import org.fedfabric.protocol.ledger.Verdict;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.telemetry.logs.Subject;
import org.fedfabric.trainer.ledger.CommittedTransaction;
import org.fedfabric.trainer.ledger.LedgerException;
import org.fedfabric.trainer.ledger.LedgerRefusal;
import org.fedfabric.trainer.ledger.TransactionInvalidException;

/**
 * What a node does with a closed version: judges for its enterprise and, when its turn has come and nobody was faster,
 * computes the successor and proposes it. Ends when the version has a successor, whoever made it.
 */
final class Advancement {
    private static final Logger LOG = System.getLogger(Advancement.class.getPackageName());

    /** What each turn waits beyond the time that judging takes (protocol.md §2). */
    private static final Duration TURN = Duration.ofSeconds(2);

    private static final Duration PAUSE = Duration.ofMillis(500);

    private final TaskContext task;
    private final NodeTools tools;
    private final HeadWatch watch;
    private final Turns turns;
    private final List<Member> members;
    private final VersionRecord closed;
    private final Judging judging;
    private Future<RosterChanges> rosterChanges;
    private boolean somebodyWaits;
    private final long seenNanos = System.nanoTime();

    /**
     * @param members this node's members of the task, at least one
     * @param rosterMayHaveChanged whether anybody may have joined or left since the last Advance
     */
    Advancement(
            TaskContext task,
            NodeTools tools,
            HeadWatch watch,
            Turns turns,
            List<Member> members,
            boolean rosterMayHaveChanged,
            VersionRecord closed) {
        this.task = task;
        this.tools = tools;
        this.watch = watch;
        this.turns = turns;
        this.members = turns.inOrderOf(members, closed.version());
        this.rosterChanges =
                rosterMayHaveChanged ? readRosterChanges() : CompletableFuture.completedFuture(RosterChanges.NONE);
        this.closed = closed;
        this.judging = new Judging(this.members, tools.judging(), watch, closed);
    }

    /** Beside the judging, which takes longer. */
    private Future<RosterChanges> readRosterChanges() {
        return tools.io().submit(() -> RosterChanges.pending(members.get(0).contract(), task.name()));
    }

    void run() throws InterruptedException, LedgerException {
        List<Member> aggregators = members.stream().filter(Member::isAggregator).toList();
        Member speaker = aggregators.isEmpty() ? members.get(0) : aggregators.get(0);
        progress(speaker, "closed-seen");
        if (!judging.untilAllJudged()) {
            return;
        }
        // Waiting for bytes that are withheld is no judging: it would delay each turn by as much again.
        long judgingNanos = Math.max(0, judging.lastJudgedNanos() - seenNanos);
        tools.progress().step(speaker.id(), task.name(), closed.version(), "judged", judgingNanos, null);
        if (aggregators.isEmpty()) {
            return;
        }
        String mspId = aggregators.get(0).contract().client().identity().mspId();
        long turn = turns.before(mspId, closed.version());
        long dueNanos = seenNanos + turn * (TURN.toNanos() + judgingNanos);
        if (watch.staysAt(closed, dueNanos - System.nanoTime())) {
            propose(aggregators);
        }
    }

    /** Whether nobody waits to be taken over into the roster, as far as this node has looked. */
    boolean isRosterSettled() throws InterruptedException {
        return !somebodyWaits && rosterChanges.isDone() && changes().equals(RosterChanges.NONE);
    }

    private void propose(List<Member> aggregators) throws InterruptedException {
        int at = 0;
        while (watch.isAt(closed)) {
            Member aggregator = aggregators.get(at % aggregators.size());
            try {
                advance(aggregator);
                return;
            } catch (LedgerRefusal e) {
                switch (e.code()) {
                    case NOT_HEAD, NOT_CLOSED, WRONG_TASK_STATE -> {
                        LOG.log(Level.DEBUG, "{0}: somebody was faster", subject());
                        return;
                    }
                    case MISSING_ROLE, SUSPENDED, NOT_ENROLLED -> at++;
                    default -> {
                        // What to do about it is decided below, with everything else that may pass.
                    }
                }
                if (!reconsidered(e)) {
                    return;
                }
            } catch (TransactionInvalidException e) {
                // Of what Advance reads, only the memberships it takes over can be rewritten meanwhile: by their
                // owners.
                LOG.log(
                        Level.WARNING,
                        "{0}: joins and leaves wait for the next version: {1}",
                        subject(),
                        e.getMessage());
                rosterChanges = CompletableFuture.completedFuture(RosterChanges.NONE);
                somebodyWaits = true;
            } catch (LedgerException | ContentStoreException | RuntimeException e) {
                LOG.log(Level.WARNING, "{0}: {1}", subject(), e.getMessage());
            }
            watch.staysAt(closed, PAUSE.toNanos());
        }
    }

    private void advance(Member aggregator) throws LedgerException, ContentStoreException, InterruptedException {
        long startNanos = System.nanoTime();
        progress(aggregator, "advance-started");
        RosterChanges changes = changes();
        Map<String, Verdict> verdicts = judging.verdicts();
        long computingNanos = System.nanoTime();
        String cid = new NextModel(task, tools).cidAfter(closed, verdicts);
        tools.progress()
                .step(
                        aggregator.id(),
                        task.name(),
                        closed.version(),
                        "computed",
                        System.nanoTime() - computingNanos,
                        null);
        List<String> unavailable = verdicts.entrySet().stream()
                .filter(e -> e.getValue().outcome() == Verdict.Outcome.UNAVAILABLE)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        CommittedTransaction committed = aggregator
                .contract()
                .advance(
                        task.name(),
                        closed.version(),
                        new AdvanceRequest(1, cid, unavailable, changes.joins(), changes.leaves()));
        tools.progress()
                .step(
                        aggregator.id(),
                        task.name(),
                        closed.version(),
                        "advanced",
                        System.nanoTime() - startNanos,
                        committed.transactionId());
        LOG.log(Level.INFO, "{0}: published by {1}", Subject.of(task.name(), closed.version() + 1), aggregator.id());
    }

    /** Joins and leaves that could not be read wait for the next version. */
    private RosterChanges changes() throws InterruptedException {
        try {
            return rosterChanges.get();
        } catch (ExecutionException e) {
            LOG.log(Level.WARNING, "{0}: the roster could not be read: {1}", subject(), e.getCause());
            somebodyWaits = true;
            return RosterChanges.NONE;
        }
    }

    /**
     * Takes a refusal into account.
     *
     * @return whether the version still waits to be advanced
     */
    private boolean reconsidered(LedgerRefusal e) throws InterruptedException {
        LOG.log(Level.INFO, "{0}: {1}", subject(), e.getMessage());
        return switch (e.code()) {
            case AVAILABLE, NOT_YET_UNAVAILABLE -> {
                judging.doubtMissing();
                yield judging.untilAllJudged();
            }
            case AGGREGATE_MISMATCH -> {
                String ownMspId = members.get(0).contract().client().identity().mspId();
                if (e.refusedBy().contains(ownMspId)) {
                    judging.doubtAll();
                    yield judging.untilAllJudged();
                }
                LOG.log(
                        Level.WARNING,
                        "{0}: the own chaincode ({1}) judges otherwise than {2}; taking the verdicts of the others",
                        subject(),
                        ownMspId,
                        e.refusedBy());
                yield judging.untilAllJudgedElsewhere();
            }
            case ROSTER_MISMATCH -> {
                rosterChanges = readRosterChanges();
                yield watch.isAt(closed);
            }
            default -> watch.isAt(closed);
        };
    }

    private Subject subject() {
        return Subject.of(task.name(), closed.version());
    }

    private void progress(Member member, String step) {
        tools.progress().step(member.id(), task.name(), closed.version(), step);
    }
}
