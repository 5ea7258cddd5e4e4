package org.fedfabric.experiments.report.figure;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.fedfabric.experiments.result.RunResult.Participation;

/**
 * What the ledger expects of participants after so many interactions. An interaction is a version in which a participant
 * was judged; one that was judged less often keeps its last expectation, because nothing changes it any more.
 *
 * @param after one for each number of interactions, from 1
 */
public record Expectations(List<After> after) {
    /**
     * The expectations after a number of interactions.
     *
     * @param interactions how many, from 1
     * @param median over the participants
     * @param lowest of the participants
     * @param highest of the participants: among attackers, the one that deceives best
     * @param stillJudged participants that were judged at least this often
     */
    public record After(int interactions, double median, double lowest, double highest, int stillJudged) {}

    /** Keeps a copy. */
    public Expectations {
        after = List.copyOf(after);
    }

    /**
     * The expectations of these participants, those left out that were never judged.
     *
     * @param most interactions to go up to, if anybody had as many
     */
    public static Expectations of(Collection<Participation> participants, int most) {
        List<Participation> judged =
                participants.stream().filter(p -> !p.expectations().isEmpty()).toList();
        int longest =
                judged.stream().mapToInt(p -> p.expectations().size()).max().orElse(0);
        List<After> after = new ArrayList<>();
        for (int k = 1; k <= Math.min(longest, most); k++) {
            int interactions = k;
            double[] values =
                    judged.stream().mapToDouble(p -> after(p, interactions)).toArray();
            Spread spread = Spread.of(IntStream.range(0, values.length).mapToDouble(i -> values[i]))
                    .orElseThrow();
            double median = Spread.median(IntStream.range(0, values.length).mapToDouble(i -> values[i]))
                    .orElseThrow();
            int still = (int) judged.stream()
                    .filter(p -> p.expectations().size() >= interactions)
                    .count();
            after.add(new After(k, median, spread.low(), spread.high(), still));
        }
        return new Expectations(after);
    }

    private static double after(Participation participant, int interactions) {
        List<Double> all = participant.expectations();
        return all.get(Math.min(interactions, all.size()) - 1);
    }

    /** The interaction after which this participant stood below the bound for the first time; empty if it never did. */
    public static OptionalInt until(Participation participant, double bound) {
        return IntStream.range(0, participant.expectations().size())
                .filter(i -> participant.expectations().get(i) < bound)
                .map(i -> i + 1)
                .findFirst();
    }
}
