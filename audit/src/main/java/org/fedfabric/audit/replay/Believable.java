package org.fedfabric.audit.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.fedfabric.protocol.judging.VersionCheck;
import org.fedfabric.protocol.ledger.Contributor;
import org.fedfabric.protocol.ledger.Verdict;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.protocol.refusal.RefusalException;
import org.fedfabric.protocol.round.VersionRules;
import org.fedfabric.protocol.task.Aggregation;
import org.fedfabric.protocol.task.TaskSpec;

/**
 * What an audit may take from the ledger where bytes of a version are gone: verdicts that the task's terms can give, and of those
 * only what the bytes at hand do not decide. Comparing updates gives the reasons that the task's check has, in versions of enough updates; a rule that leaves
 * updates out gives OUTVOTED; a rule that measures gives measures. Anything else was made up.
 */
final class Believable {
    private final TaskSpec spec;
    private final Aggregation.Rule rule;

    Believable(TaskSpec spec) {
        this.spec = spec;
        this.rule = spec.aggregation().rule();
    }

    /** Whether some of a verdict on an update that is sound by itself takes the version's other updates. */
    boolean needsOthers() {
        return VersionCheck.applies(spec) || rule.measures();
    }

    /** What it is that takes all updates, in words. */
    String whatNeedsOthers() {
        List<String> parts = new ArrayList<>();
        if (VersionCheck.applies(spec)) {
            parts.add("how they compare");
        }
        if (rule.leavesOut()) {
            parts.add("whom " + rule + " leaves out");
        }
        if (rule.measures()) {
            parts.add("what " + rule + " measures");
        }
        return String.join(", ", parts);
    }

    /**
     * A recorded verdict on an update whose bytes are gone, and that nobody named unavailable.
     *
     * @throws RefusalException AGGREGATE_MISMATCH if the terms cannot give it
     */
    Verdict gone(String id, Verdict recorded) {
        if (!isPossible(recorded)) {
            throw impossible(id, recorded);
        }
        return recorded;
    }

    /**
     * The verdict on an update whose bytes are there, while others' are gone.
     *
     * @param judged what judging it by itself gives
     * @param recorded what the ledger says, which counts only for what needs the others
     */
    Verdict there(Verdict judged, Optional<Verdict> recorded) {
        if (!judged.isSound() || recorded.isEmpty()) {
            return judged;
        }
        Verdict taken = recorded.get();
        if (taken.isSound()) {
            boolean counted = taken.outcome() == Verdict.Outcome.INCLUDED || !rule.leavesOut();
            return judged.aggregated(counted, rule.measures() ? taken.measureMicros() : null);
        }
        return isPossible(taken) && isBesideOthers(taken) ? judged.rejectedBesideOthers(taken.reason()) : judged;
    }

    /**
     * Checks what the version as a whole allows. Updates are compared where enough for a next version were sound by themselves,
     * and refused only if they were enough to compare. Where the version was put together, the rule measured every sound
     * update; where too few were sound, no rule has looked at any.
     *
     * @param judged the version with the verdicts taken
     * @param recorded the verdicts as the ledger has them
     * @throws RefusalException AGGREGATE_MISMATCH if a verdict contradicts that
     */
    void requireConsistent(List<Contributor> judged, Function<String, Optional<Verdict>> recorded) {
        List<Contributor> compared = judged.stream()
                .filter(contributor -> contributor.verdict().isSound() || isBesideOthers(contributor.verdict()))
                .toList();
        boolean comparable = VersionRules.sufficesForNext(
                spec, compared.stream().map(Contributor::id).toList());
        boolean fruitful = VersionRules.isFruitful(spec, judged);
        for (Contributor contributor : judged) {
            Verdict verdict = contributor.verdict();
            if (isBesideOthers(verdict) && !(comparable && VersionCheck.canGive(spec, verdict, compared.size()))) {
                throw impossible(contributor.id(), verdict);
            }
            boolean measured = verdict.measureMicros() != null || verdict.outcome() == Verdict.Outcome.OUTVOTED;
            if (verdict.isSound() && measured != (fruitful && rule.measures())) {
                throw impossible(
                        contributor.id(), recorded.apply(contributor.id()).orElse(verdict));
            }
        }
    }

    /** Whether it took the version's other updates to refuse one. */
    static boolean isBesideOthers(Verdict verdict) {
        return verdict.reason() != null && verdict.reason().isBesideOthers();
    }

    /** A verdict as a report names it. */
    static String words(String id, Verdict verdict) {
        return id + " " + verdict.outcome() + (verdict.reason() == null ? "" : " " + verdict.reason());
    }

    private boolean isPossible(Verdict verdict) {
        if (verdict.measureMicros() != null && !(verdict.isSound() && rule.measures())) {
            return false;
        }
        return switch (verdict.outcome()) {
            case INCLUDED -> true;
            case OUTVOTED -> rule.leavesOut();
            case UNAVAILABLE -> false;
            case REJECTED -> !isBesideOthers(verdict) || VersionCheck.applies(spec);
        };
    }

    private RefusalException impossible(String id, Verdict verdict) {
        return new RefusalException(
                RefusalCode.AGGREGATE_MISMATCH,
                "A verdict must be one that the check " + spec.check().rule() + " and the rule " + rule
                        + " can give in this version. Provided value: " + words(id, verdict)
                        + (verdict.measureMicros() == null ? "" : " with a measure of " + verdict.measureMicros()));
    }
}
