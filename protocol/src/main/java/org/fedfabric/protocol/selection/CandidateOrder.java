package org.fedfabric.protocol.selection;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.fedfabric.protocol.canonical.Names;
import org.fedfabric.protocol.ledger.RosterMember;
import org.fedfabric.protocol.task.Selection;
import org.fedfabric.protocol.task.Selection.Policy;
import org.fedfabric.protocol.task.TaskSpec;

/**
 * In which order candidates are offered the places. Where a member stands depends on the seed, its own id and its own
 * score, never on who else is there: whoever takes its own members away can only lose their places, not draw again.
 */
final class CandidateOrder {
    private final Iterator<RosterMember> regular;
    private final Iterator<RosterMember> exploratory;
    private final Exploration exploration;
    private final Set<String> offered = new HashSet<>();
    private final int candidates;

    private CandidateOrder(List<RosterMember> regular, List<RosterMember> exploratory, Exploration exploration) {
        this.regular = regular.iterator();
        this.exploratory = exploratory.iterator();
        this.exploration = exploration;
        this.candidates = regular.size();
    }

    /** The order of a version, from its first place on. */
    static CandidateOrder of(TaskSpec spec, List<RosterMember> candidates, long version, String seed) {
        Lots lots = new Lots(seed);
        List<RosterMember> byBeacon = lots.byRank(candidates);
        if (version == 0) {
            // Nobody has a history in this task, and an unverified self-assessment alone must not decide.
            return plain(inTurns(byBeacon, lots));
        }
        Selection selection = spec.selection();
        if (selection.policy() == Policy.RANDOM) {
            return plain(byBeacon);
        }
        record Scored(long score, RosterMember member) {}
        List<Scored> scored = byBeacon.stream()
                .map(member -> new Scored(Score.scoreMicros(spec, member), member))
                .toList();
        if (selection.policy() == Policy.RANKED) {
            // The sort is stable, so ties keep the beacon's order.
            return plain(scored.stream()
                    .sorted(Comparator.comparingLong(Scored::score).reversed())
                    .map(Scored::member)
                    .toList());
        }
        List<RosterMember> race =
                lots.byRace(byBeacon, scored.stream().mapToLong(Scored::score).toArray());
        return new CandidateOrder(race, byBeacon, new Exploration(seed, selection.explorationPermille()));
    }

    /** Whether somebody has not been offered a place yet. */
    boolean hasNext() {
        return offered.size() < candidates;
    }

    /**
     * Who is offered a place next.
     *
     * @param place its number from 0; the same number again if the last one offered it could not have it
     */
    RosterMember next(int place) {
        if (!hasNext()) {
            throw new NoSuchElementException("All candidates have been offered a place");
        }
        Iterator<RosterMember> order = exploration.explores(place) ? exploratory : regular;
        RosterMember member = order.next();
        while (!offered.add(member.id())) {
            member = order.next();
        }
        return member;
    }

    private static CandidateOrder plain(List<RosterMember> order) {
        return new CandidateOrder(order, order, Exploration.NONE);
    }

    /**
     * Enterprises in the beacon's order, each with one member at a time until it has no more. The seed of version 0 is
     * known before anybody enrols, so names can be tried out until they rank first; MSP ids come with the channel.
     */
    private static List<RosterMember> inTurns(List<RosterMember> byBeacon, Lots lots) {
        Map<String, Deque<RosterMember>> byEnterprise = new LinkedHashMap<>();
        lots.byRank(byBeacon.stream().map(m -> Names.mspOf(m.id())).distinct().toList(), msp -> msp)
                .forEach(msp -> byEnterprise.put(msp, new ArrayDeque<>()));
        byBeacon.forEach(m -> byEnterprise.get(Names.mspOf(m.id())).add(m));
        List<RosterMember> turns = new ArrayList<>();
        while (!byEnterprise.isEmpty()) {
            byEnterprise.values().forEach(own -> turns.add(own.poll()));
            byEnterprise.values().removeIf(Deque::isEmpty);
        }
        return turns;
    }
}
