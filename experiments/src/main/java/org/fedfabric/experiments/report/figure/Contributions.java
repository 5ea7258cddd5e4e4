package org.fedfabric.experiments.report.figure;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.fedfabric.experiments.result.RunResult;
import org.fedfabric.experiments.result.RunResult.Participation;

/** What participants' updates were worth. */
public final class Contributions {
    /** Honest participants that a threshold may accuse: one in twenty. */
    private static final double ACCUSED = 0.05;

    private Contributions() {}

    /**
     * Attackers that the ledger's contributions tell from honest participants.
     *
     * @param found attackers whose mean contribution to a version in which they were judged is below that of nineteen in twenty
     *     honest participants of their run; who was never included has contributed nothing
     * @param judged attackers that were judged at least once
     */
    public record Told(int found, int judged) {}

    /** Counts them; empty if the ledger has no contribution of any honest participant, or no attacker was judged. */
    public static Optional<Told> told(List<RunResult> runs) {
        int found = 0;
        int judged = 0;
        for (RunResult run : runs) {
            double[] honest = means(run, false);
            double[] attackers = means(run, true);
            if (honest.length > 0) {
                Arrays.sort(honest);
                double threshold = honest[(int) (ACCUSED * honest.length)];
                judged += attackers.length;
                found += (int) Arrays.stream(attackers)
                        .filter(mean -> mean < threshold)
                        .count();
            }
        }
        return judged == 0 ? Optional.empty() : Optional.of(new Told(found, judged));
    }

    /** Of a task that measures contributions, who has none was never included. */
    private static double[] means(RunResult run, boolean attackers) {
        boolean measured = run.participants().stream().anyMatch(p -> p.contribution() != null);
        return run.participants().stream()
                .filter(p -> measured && p.attacker() == attackers && p.included() + p.rejected() > 0)
                .mapToDouble(p -> p.contribution() == null ? 0 : p.contribution() / (p.included() + p.rejected()))
                .toArray();
    }

    /**
     * The sums of contributions over the attackers, or over the honest participants, of these runs.
     *
     * @return in the task's metric; empty if the ledger has no contribution of any of them
     */
    public static Optional<Spread> of(List<RunResult> runs, boolean attackers) {
        return Spread.of(runs.stream()
                .flatMap(run -> run.participants().stream())
                .filter(p -> p.attacker() == attackers)
                .map(Participation::contribution)
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue));
    }
}
