package org.fedfabric.protocol.selection;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;
import org.fedfabric.protocol.ledger.RosterMember;
import org.fedfabric.protocol.task.Selection;

/** In which order candidates are offered the places. */
final class CandidateOrder {
    private CandidateOrder() {}

    static List<RosterMember> of(Selection selection, List<RosterMember> candidates, long version, String seed) {
        List<RosterMember> byBeacon = byBeacon(candidates, seed);
        if (version == 0) {
            // Nobody has a history in this task, and an unverified self-assessment alone must not decide.
            return byBeacon;
        }
        return switch (selection.policy()) {
            case RANDOM -> byBeacon;
            case RANKED -> ranked(selection, byBeacon);
            case WEIGHTED -> drawn(selection, byBeacon, new Draws(seed));
        };
    }

    private static List<RosterMember> byBeacon(List<RosterMember> candidates, String seed) {
        record Ranked(String rank, RosterMember member) {}
        return candidates.stream()
                .map(member -> new Ranked(Beacon.rank(seed, member.id()), member))
                .sorted(Comparator.comparing(Ranked::rank))
                .map(Ranked::member)
                .toList();
    }

    /** Highest score first; the sort is stable, so ties keep the beacon's order. */
    private static List<RosterMember> ranked(Selection selection, List<RosterMember> byBeacon) {
        record Scored(long score, RosterMember member) {}
        return byBeacon.stream()
                .map(member -> new Scored(Score.scoreMicros(selection, member), member))
                .sorted(Comparator.comparingLong(Scored::score).reversed())
                .map(Scored::member)
                .toList();
    }

    /**
     * Draws without replacement. Each draw is exploratory with probability {@code explorationPermille}: then all that
     * remain are alike; otherwise a candidate's chance is in proportion to its score.
     */
    private static List<RosterMember> drawn(Selection selection, List<RosterMember> byBeacon, Draws draws) {
        List<RosterMember> remaining = new ArrayList<>(byBeacon);
        long[] weights = byBeacon.stream()
                .mapToLong(member -> Math.max(1, Score.scoreMicros(selection, member)))
                .toArray();
        long total = LongStream.of(weights).sum();
        List<RosterMember> order = new ArrayList<>();
        while (!remaining.isEmpty()) {
            boolean exploratory = draws.next(1_000) < selection.explorationPermille();
            int index = exploratory ? (int) draws.next(remaining.size()) : indexAt(weights, draws.next(total));
            total -= weights[index];
            order.add(remaining.remove(index));
            System.arraycopy(weights, index + 1, weights, index, remaining.size() - index);
        }
        return order;
    }

    /** The candidate whose stretch of the summed weights holds the position. */
    private static int indexAt(long[] weights, long position) {
        int index = 0;
        long end = weights[0];
        while (position >= end) {
            index++;
            end += weights[index];
        }
        return index;
    }
}
