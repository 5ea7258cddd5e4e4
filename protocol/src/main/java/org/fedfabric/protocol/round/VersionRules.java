package org.fedfabric.protocol.round;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.fedfabric.protocol.aggregation.Aggregate;
import org.fedfabric.protocol.aggregation.WeightShares;
import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.canonical.Names;
import org.fedfabric.protocol.ledger.Contributor;
import org.fedfabric.protocol.ledger.Progress;
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
        return opened(
                spec, 0, modelCid, seed, selected, nowMillis, scoreMicros, 0, Convergence.begin(spec, scoreMicros));
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
     * that quotas leave them, or the votes where the aggregation rule counts votes; all others weigh 0.
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
        List<Contributor> sound = judged.stream().filter(VersionRules::isSound).toList();
        List<Integer> weights = spec.aggregation().rule().isVote()
                ? WeightShares.votes(sound, spec.quotas())
                : WeightShares.assign(sound, spec.quotas(), spec.quantisation());
        List<Contributor> weighted = new ArrayList<>();
        for (Contributor contributor : judged) {
            int place = sound.indexOf(contributor);
            boolean counts = place >= 0 && contributor.verdict().outcome() == Verdict.Outcome.INCLUDED;
            weighted.add(counts ? with(contributor, weights.get(place), contributor.verdict()) : contributor);
        }
        return closed.in(state, weighted);
    }

    /**
     * The version after aggregation: what the rule left out is OUTVOTED and weighs 0; what the rule measured is recorded.
     *
     * @param judged a fruitful version as it was aggregated ({@link #judged})
     * @param parts one for each included update, in the contributors' order
     */
    public static VersionRecord aggregated(VersionRecord judged, List<Aggregate.Part> parts) {
        Iterator<Aggregate.Part> part = parts.iterator();
        List<Contributor> contributors = new ArrayList<>();
        for (Contributor contributor : judged.contributors()) {
            if (contributor.verdict().outcome() == Verdict.Outcome.INCLUDED) {
                Aggregate.Part own = part.next();
                contributors.add(with(
                        contributor,
                        own.counted() ? contributor.weight() : 0,
                        contributor.verdict().aggregated(own.counted(), own.measureMicros())));
            } else {
                contributors.add(contributor);
            }
        }
        Checks.require(!part.hasNext(), "Each included update must have one part in the aggregate", parts.size());
        return judged.in(judged.state(), contributors);
    }

    /** Whether judging found enough updates from enough enterprises sound for the next version to differ from this one. */
    public static boolean isFruitful(TaskSpec spec, List<Contributor> judged) {
        return sufficesForNext(
                spec,
                judged.stream()
                        .filter(VersionRules::isSound)
                        .map(Contributor::id)
                        .toList());
    }

    /** Whether sound updates of these participants are enough for the next version to differ from this one. */
    public static boolean sufficesForNext(TaskSpec spec, List<String> sound) {
        return sound.size() >= spec.schedule().quorum()
                && enterprisesOf(sound) >= spec.quotas().minEnterprises();
    }

    /**
     * The version that follows: open for submissions, or final if it is the last, the third fruitless one in a row, shows
     * that the task has converged, or could never be closed because fewer than the quorum can be selected. Members come by
     * Advance only and Advance follows Close, so waiting for a deadline would not help. Where submissions cost a privacy
     * budget, it is final also if those selected are of too few enterprises: nothing could come of what they would pay.
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
        String seed = Beacon.after(judged, preimages);
        // A version without change says nothing of whether another step would help.
        Progress progress = fruitful ? Convergence.after(spec, judged.progress(), scoreMicros) : judged.progress();
        boolean ends = version >= spec.schedule().versions()
                || fruitless >= MAX_FRUITLESS
                || Convergence.isReached(spec, progress);
        List<String> selected = ends ? List.of() : Selector.select(spec, members, version, seed);
        VersionRecord next =
                opened(spec, version, modelCid, seed, selected, nowMillis, scoreMicros, fruitless, progress);
        return suffice(spec, selected) ? next : next.in(VersionState.FINAL, List.of());
    }

    /**
     * The task after its head became this version: the same record if it goes on (nothing to write), else stopped as
     * fruitless (also when the third such version is the last), completed (CONVERGED if before its last version), or
     * stopped because too few could be selected: for BUDGET if enough could have been, had all an allotment left, else for
     * want of a QUORUM.
     *
     * @param members the roster that {@link #next} selected from
     */
    public static TaskRecord taskAfter(TaskRecord task, VersionRecord head, List<RosterMember> members) {
        if (head.fruitless() >= MAX_FRUITLESS) {
            return task.in(Transitions.require(task.state(), TaskState.STOPPED), StopReason.FRUITLESS);
        }
        if (head.version() >= task.spec().schedule().versions()) {
            return task.in(Transitions.require(task.state(), TaskState.COMPLETED), null);
        }
        if (Convergence.isReached(task.spec(), head.progress())) {
            return task.in(Transitions.require(task.state(), TaskState.COMPLETED), StopReason.CONVERGED);
        }
        if (head.state() == VersionState.FINAL) {
            return task.in(
                    Transitions.require(task.state(), TaskState.STOPPED),
                    isForBudget(task.spec(), head, members) ? StopReason.BUDGET : StopReason.QUORUM);
        }
        return task;
    }

    private static boolean isForBudget(TaskSpec spec, VersionRecord head, List<RosterMember> members) {
        List<RosterMember> withBudget = members.stream()
                .map(member -> member.allotment() == 0 ? member.withAllotment(1) : member)
                .toList();
        return spec.isProtected() && suffice(spec, Selector.select(spec, withBudget, head.version(), head.seed()));
    }

    /** Whether a version can be closed with these; where they pay, also whether anything could be included. */
    private static boolean suffice(TaskSpec spec, List<String> selected) {
        return selected.size() >= spec.schedule().quorum()
                && (!spec.isProtected()
                        || enterprisesOf(selected) >= spec.quotas().minEnterprises());
    }

    private static VersionRecord opened(
            TaskSpec spec,
            long version,
            String modelCid,
            String seed,
            List<String> selected,
            long nowMillis,
            long scoreMicros,
            int fruitless,
            Progress progress) {
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
                fruitless,
                progress);
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

    private static boolean isSound(Contributor contributor) {
        return contributor.verdict() != null && contributor.verdict().isSound();
    }

    private static long enterprisesOf(List<String> ids) {
        return ids.stream().map(Names::mspOf).distinct().count();
    }
}
