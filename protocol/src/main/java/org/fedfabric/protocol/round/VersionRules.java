package org.fedfabric.protocol.round;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fedfabric.protocol.aggregation.WeightShares;
import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.canonical.Names;
import org.fedfabric.protocol.ledger.Contributor;
import org.fedfabric.protocol.ledger.RosterMember;
import org.fedfabric.protocol.ledger.StopReason;
import org.fedfabric.protocol.ledger.TaskRecord;
import org.fedfabric.protocol.ledger.TaskState;
import org.fedfabric.protocol.ledger.Transitions;
import org.fedfabric.protocol.ledger.UpdateRecord;
import org.fedfabric.protocol.ledger.Verdict;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.ledger.VersionState;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.protocol.refusal.RefusalException;
import org.fedfabric.protocol.selection.Beacon;
import org.fedfabric.protocol.selection.Selector;
import org.fedfabric.protocol.task.TaskSpec;

/**
 * How versions of a synchronous task open, close and follow one another. Times are transaction timestamps in
 * milliseconds.
 */
public final class VersionRules {
    /** How far clocks may differ: the sender of a transaction chooses its timestamp, endorsers accept 2 s. */
    public static final long SKEW_MILLIS = 2_000;

    /** How far a timestamp may lie behind an endorser's clock when it decides: proposals take a while to arrive. */
    public static final long LAG_MILLIS = 10_000;

    /** Versions in a row without change that stop a task. */
    public static final int MAX_FRUITLESS = 3;

    private VersionRules() {}

    /**
     * Refuses a timestamp that the endorser's own clock contradicts (Start, Close and Advance only): the clock must lie
     * in [timestamp − 2 s, timestamp + 10 s]. Refusing writes nothing, so honest endorsers cannot diverge.
     *
     * @throws RefusalException CLOCK_SKEW
     */
    public static void requireClock(long timestampMillis, long ownClockMillis) {
        long ahead = ownClockMillis - timestampMillis;
        if (ahead < -SKEW_MILLIS || ahead > LAG_MILLIS) {
            throw new RefusalException(
                    RefusalCode.CLOCK_SKEW,
                    "The endorser's clock must be at most " + SKEW_MILLIS + " ms behind and " + LAG_MILLIS
                            + " ms ahead of the transaction's timestamp. Provided value: " + ahead + " ms ahead");
        }
    }

    /**
     * Version 0, open for submissions.
     *
     * @param modelCid the initial model
     * @param members the roster that Start writes
     * @throws RefusalException TOO_FEW_PARTICIPANTS if the selection can make neither the quorum nor the number of
     *     enterprises
     */
    public static VersionRecord first(
            TaskSpec spec, String modelCid, List<RosterMember> members, long nowMillis, long scoreMicros) {
        String seed = Beacon.first(spec);
        List<String> selected = Selector.select(spec, members, 0, seed);
        int quorum = spec.schedule().quorum();
        int enterprises = spec.quotas().minEnterprises();
        if (selected.size() < quorum || enterprisesOf(selected) < enterprises) {
            throw new RefusalException(
                    RefusalCode.TOO_FEW_PARTICIPANTS,
                    "Version 0 must select at least " + quorum + " participants of " + enterprises
                            + " enterprises. Provided value: " + selected.size() + " of " + enterprisesOf(selected));
        }
        return opened(spec, 0, modelCid, seed, selected, nowMillis, scoreMicros, 0);
    }

    /**
     * What Close does now (protocol.md §2): it closes when all that were selected have submitted, or from deadline +
     * skew on with at least the quorum; below the quorum it extends the deadline by a duration, at most maxExtensions
     * times, then ends the task. If a whole duration has passed since then and nobody closed, nothing could commit: the
     * deadline then moves to a duration from now, once, without counting.
     *
     * @param submissions the records under the selected ids' keys, in any order; others are not counted
     * @param members the roster, for the registered buckets of rows
     * @throws RefusalException NOT_COLLECTING if the version is not collecting
     */
    public static CloseDecision decideClose(
            TaskSpec spec,
            VersionRecord head,
            List<UpdateRecord> submissions,
            List<RosterMember> members,
            long nowMillis) {
        return Closing.decide(spec.schedule(), head, submissions, members, nowMillis);
    }

    /**
     * Refuses to name a contributor unavailable before its time: from deadline + skew on, however early the version was
     * closed.
     *
     * @throws RefusalException NOT_YET_UNAVAILABLE
     */
    public static void requireMayBeUnavailable(VersionRecord closed, long nowMillis) {
        long earliest = closed.deadlineMillis() + SKEW_MILLIS;
        if (nowMillis < earliest) {
            throw new RefusalException(
                    RefusalCode.NOT_YET_UNAVAILABLE,
                    "An update may be named unavailable from " + earliest + " ms on. Provided value: " + nowMillis);
        }
    }

    /**
     * The version with its verdicts, its successor being published. If it is fruitful, included updates get the weights
     * that quotas leave them; all others weigh 0.
     *
     * @param verdicts one for each contributor's id
     * @throws RefusalException NOT_CLOSED if the version is not closed
     */
    public static VersionRecord judged(TaskSpec spec, VersionRecord closed, Map<String, Verdict> verdicts) {
        VersionState state = Transitions.require(closed.state(), VersionState.PUBLISHED);
        List<Contributor> judged = closed.contributors().stream()
                .map(c -> with(c, 0, Checks.present(verdicts.get(c.id()), "verdict on " + c.id())))
                .toList();
        if (!isFruitful(spec, judged)) {
            return closed.in(state, judged);
        }
        List<Contributor> included =
                judged.stream().filter(VersionRules::isIncluded).toList();
        List<Integer> weights = WeightShares.assign(included, spec.quotas(), spec.quantisation());
        List<Contributor> weighted = new ArrayList<>();
        for (Contributor contributor : judged) {
            int place = included.indexOf(contributor);
            weighted.add(place < 0 ? contributor : with(contributor, weights.get(place), contributor.verdict()));
        }
        return closed.in(state, weighted);
    }

    /** Whether enough updates from enough enterprises were included for the next version to differ from this one. */
    public static boolean isFruitful(TaskSpec spec, List<Contributor> judged) {
        List<String> included = judged.stream()
                .filter(VersionRules::isIncluded)
                .map(Contributor::id)
                .toList();
        return included.size() >= spec.schedule().quorum()
                && enterprisesOf(included) >= spec.quotas().minEnterprises();
    }

    /**
     * The version that follows: open for submissions, or final if it is the last, the third fruitless one in a row, or
     * could never be closed because fewer than the quorum can be selected. Members come by Advance only and Advance
     * follows Close, so waiting for a deadline would not help.
     *
     * @param judged this version with its verdicts ({@link #judged})
     * @param modelCid the new model; of a fruitless version, the same model
     * @param preimages what the submissions of all contributors revealed, in the contributors' order
     * @param members the roster after this version
     * @param nowMillis the transaction's timestamp
     * @param scoreMicros the new model's own score
     * @throws RefusalException AGGREGATE_MISMATCH if a fruitless version is to bring another model
     */
    public static VersionRecord next(
            TaskSpec spec,
            VersionRecord judged,
            String modelCid,
            List<String> preimages,
            List<RosterMember> members,
            long nowMillis,
            long scoreMicros) {
        Checks.require(
                preimages.size() == judged.contributors().size(),
                "Each of " + judged.contributors().size() + " contributors must have revealed one value",
                preimages.size());
        boolean fruitful = isFruitful(spec, judged.contributors());
        if (!fruitful && !modelCid.equals(judged.modelCid())) {
            throw new RefusalException(
                    RefusalCode.AGGREGATE_MISMATCH,
                    "Too few updates were included, so the model must stay " + judged.modelCid() + ". Provided value: "
                            + modelCid);
        }
        long version = judged.version() + 1;
        int fruitless = fruitful ? 0 : judged.fruitless() + 1;
        String seed = Beacon.next(judged.seed(), preimages);
        boolean ends = version >= spec.schedule().versions() || fruitless >= MAX_FRUITLESS;
        List<String> selected = ends ? List.of() : Selector.select(spec, members, version, seed);
        VersionRecord next = opened(spec, version, modelCid, seed, selected, nowMillis, scoreMicros, fruitless);
        return selected.size() < spec.schedule().quorum() ? next.in(VersionState.FINAL, List.of()) : next;
    }

    /**
     * The task after its head became this version: the same record if it goes on (nothing to write), else stopped as
     * fruitless (also when the third such version is the last), completed, or stopped for want of a quorum.
     */
    public static TaskRecord taskAfter(TaskRecord task, VersionRecord head) {
        if (head.fruitless() >= MAX_FRUITLESS) {
            return task.in(Transitions.require(task.state(), TaskState.STOPPED), StopReason.FRUITLESS);
        }
        if (head.version() >= task.spec().schedule().versions()) {
            return task.in(Transitions.require(task.state(), TaskState.COMPLETED), null);
        }
        if (head.state() == VersionState.FINAL) {
            return task.in(Transitions.require(task.state(), TaskState.STOPPED), StopReason.QUORUM);
        }
        return task;
    }

    private static VersionRecord opened(
            TaskSpec spec,
            long version,
            String modelCid,
            String seed,
            List<String> selected,
            long nowMillis,
            long scoreMicros,
            int fruitless) {
        return new VersionRecord(
                1,
                spec.name(),
                version,
                modelCid,
                VersionState.COLLECTING,
                seed,
                selected,
                nowMillis,
                nowMillis + spec.schedule().durationSeconds() * 1_000L,
                0,
                null,
                List.of(),
                scoreMicros,
                fruitless);
    }

    private static Contributor with(Contributor contributor, int weight, Verdict verdict) {
        return new Contributor(
                contributor.id(),
                contributor.cid(),
                contributor.lengthBytes(),
                contributor.rowsLog2(),
                weight,
                verdict);
    }

    private static boolean isIncluded(Contributor contributor) {
        return contributor.verdict() != null && contributor.verdict().outcome() == Verdict.Outcome.INCLUDED;
    }

    private static long enterprisesOf(List<String> ids) {
        return ids.stream().map(Names::mspOf).distinct().count();
    }
}
