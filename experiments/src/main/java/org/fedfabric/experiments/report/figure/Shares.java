package org.fedfabric.experiments.report.figure;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import org.fedfabric.experiments.result.RunResult;
import org.fedfabric.experiments.result.RunResult.Participation;

/** Shares of updates and of participants, all runs counted together. Each is empty where there was nothing to share. */
public final class Shares {
    /** Who falls below this expectation is not selected any more (protocol section 4). */
    public static final double EXCLUSION = 0.3;

    private Shares() {}

    /** Honest participants' updates that were rejected, among those of theirs that were judged. */
    public static OptionalDouble honestRejected(List<RunResult> runs) {
        return rejected(runs, p -> !p.attacker());
    }

    /** Attackers' updates that were included, among the attackers' selections. */
    public static OptionalDouble attackersIncluded(List<RunResult> runs) {
        long included = 0;
        long selected = 0;
        for (RunResult run : runs) {
            for (RunResult.Round round : run.rounds()) {
                included += round.attackersIncluded();
                selected += round.attackersSelected();
            }
        }
        return share(included, selected);
    }

    /** Selections that went to attackers, among all selections. */
    public static OptionalDouble attackersSelected(List<RunResult> runs) {
        long attackers = 0;
        long selected = 0;
        for (RunResult run : runs) {
            for (RunResult.Round round : run.rounds()) {
                attackers += round.attackersSelected();
                selected += round.selected();
            }
        }
        return share(attackers, selected);
    }

    /** Attackers that ended below {@value #EXCLUSION}, among those that were judged at least once. */
    public static OptionalDouble attackersFound(List<RunResult> runs) {
        return below(runs, Participation::attacker);
    }

    /** Honest participants that ended below {@value #EXCLUSION}, among those that were judged at least once. */
    public static OptionalDouble honestExcluded(List<RunResult> runs) {
        return below(runs, p -> !p.attacker());
    }

    private static OptionalDouble rejected(List<RunResult> runs, Predicate<Participation> who) {
        long rejected = 0;
        long judged = 0;
        for (RunResult run : runs) {
            for (Participation p : run.participants()) {
                if (who.test(p)) {
                    rejected += p.rejected();
                    judged += p.rejected() + p.included();
                }
            }
        }
        return share(rejected, judged);
    }

    private static OptionalDouble below(List<RunResult> runs, Predicate<Participation> who) {
        List<Participation> judged = runs.stream()
                .flatMap(run -> run.participants().stream())
                .filter(who)
                .filter(p -> !p.expectations().isEmpty())
                .toList();
        return share(judged.stream().filter(p -> p.expectation() < EXCLUSION).count(), judged.size());
    }

    private static OptionalDouble share(long part, long whole) {
        return whole == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) part / whole);
    }
}
