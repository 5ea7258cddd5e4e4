package org.fedfabric.protocol.selection;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.fedfabric.protocol.ledger.RosterMember;
import org.fedfabric.protocol.task.Selection;

/**
 * Draws candidates without replacement. Each draw is exploratory with probability {@code explorationPermille}: then all
 * that remain are alike; otherwise a candidate's chance is in proportion to its score. Sums are kept in trees, so a draw
 * among n takes log n steps.
 */
final class WeightedDraw implements Iterator<RosterMember> {
    private final List<RosterMember> candidates;
    private final long explorationPermille;
    private final Draws draws;
    private final long[] weights;
    private final PrefixSums summedWeights;
    private final PrefixSums counts;

    /**
     * A draw that has not begun.
     *
     * @param byBeacon the candidates in the beacon's order
     */
    WeightedDraw(Selection selection, List<RosterMember> byBeacon, Draws draws) {
        this.candidates = byBeacon;
        this.explorationPermille = selection.explorationPermille();
        this.draws = draws;
        this.weights = byBeacon.stream()
                .mapToLong(member -> Math.max(1, Score.scoreMicros(selection, member)))
                .toArray();
        this.summedWeights = new PrefixSums(weights);
        this.counts = new PrefixSums(byBeacon.stream().mapToLong(member -> 1).toArray());
    }

    @Override
    public boolean hasNext() {
        return counts.total() > 0;
    }

    @Override
    public RosterMember next() {
        if (!hasNext()) {
            throw new NoSuchElementException("All candidates have been drawn");
        }
        boolean exploratory = draws.next(1_000) < explorationPermille;
        PrefixSums among = exploratory ? counts : summedWeights;
        int index = among.indexAt(draws.next(among.total()));
        summedWeights.add(index, -weights[index]);
        counts.add(index, -1);
        return candidates.get(index);
    }
}
