package org.fedfabric.experiments.report.figure;

import java.util.Collection;
import org.fedfabric.experiments.result.RunResult.Participation;

/**
 * How many participants fell below a bound soon. Nobody who was ever judged is left out: whoever was judged too seldom to tell
 * is counted as that.
 *
 * @param fell stood below it after that many interactions or fewer
 * @param held were judged that often, and had not
 * @param undecided were judged less often, and had not
 */
public record Fallen(int fell, int held, int undecided) {
    /**
     * Counts them.
     *
     * @param participants those never judged are not counted
     * @param bound expectation below which somebody has fallen
     * @param within interactions, at least 1
     */
    public static Fallen of(Collection<Participation> participants, double bound, int within) {
        int fell = 0;
        int held = 0;
        int undecided = 0;
        for (Participation participant : participants) {
            int interactions = participant.expectations().size();
            if (Expectations.until(participant, bound).orElse(Integer.MAX_VALUE) <= within) {
                fell++;
            } else if (interactions >= within) {
                held++;
            } else if (interactions > 0) {
                undecided++;
            }
        }
        return new Fallen(fell, held, undecided);
    }

    /** All that were judged at least once. */
    public int judged() {
        return fell + held + undecided;
    }
}
