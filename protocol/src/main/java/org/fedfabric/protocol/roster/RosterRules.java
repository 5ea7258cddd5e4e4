package org.fedfabric.protocol.roster;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.fedfabric.protocol.canonical.Names;
import org.fedfabric.protocol.ledger.Contributor;
import org.fedfabric.protocol.ledger.Evidence;
import org.fedfabric.protocol.ledger.Membership;
import org.fedfabric.protocol.ledger.RosterMember;
import org.fedfabric.protocol.ledger.RosterPage;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.protocol.refusal.RefusalException;
import org.fedfabric.protocol.reputation.Reputation;
import org.fedfabric.protocol.task.TaskSpec;

/** How a task's roster pages come into being and change with each version (protocol.md §1, §2). */
public final class RosterRules {
    private RosterRules() {}

    /**
     * The pages of a task that has not started, with further members. Nothing is known of anybody yet but the evidence it
     * brings, so it does not matter in how many steps the roster was filled, but for the order. Who is on it already is
     * taken in again as its membership now stands, in its old place.
     *
     * @param pages all pages so far, in order; none at first
     * @param joins who takes part from version 0, in the order of their ids; each the task's and not left
     * @throws RefusalException ROSTER_MISMATCH if a membership is another task's, has left, or comes twice
     */
    public static List<RosterPage> admit(TaskSpec spec, List<RosterPage> pages, List<Membership> joins) {
        List<RosterMember> members = new ArrayList<>(members(pages));
        Map<String, Integer> places = places(members);
        Set<String> admitted = new TreeSet<>();
        long baseRate = Reputation.newcomerBaseRateMicros(List.of());
        for (Membership join : joins) {
            String id = join.participantId();
            requireStanding(spec, join);
            requireMatch(admitted.add(id), "A join must come once", id);
            Integer place = places.get(id);
            if (place == null) {
                members.add(newcomer(join, baseRate, 0));
            } else {
                members.set(place, newcomer(join, baseRate, 0));
            }
        }
        return pages(spec, members);
    }

    /**
     * The pages after a version was judged: first its verdicts and absences, then the joins, then the leaves. Pages
     * that nothing touched come out equal, so a caller need not write them.
     *
     * @param pages all pages as they stood, in order
     * @param judged the version with a verdict on every contributor
     * @param joins members to add, who may be selected from the version after the next; one that had left comes back
     *     with the evidence it left with, and one that stayed comes with an allotment that changed otherwise than by its
     *     submissions
     * @param leaves ids to mark as left; their evidence stays
     * @throws RefusalException ROSTER_MISMATCH if a join is on the roster already or not the task's, or a leave is not
     *     on it or has left already
     */
    public static List<RosterPage> advance(
            TaskSpec spec, List<RosterPage> pages, VersionRecord judged, List<Membership> joins, List<String> leaves) {
        Set<String> selected = new TreeSet<>(judged.selected());
        Map<String, Contributor> contributors = judged.contributors().stream()
                .collect(Collectors.toMap(Contributor::id, Function.identity(), (a, b) -> a, TreeMap::new));
        List<RosterMember> members = members(pages).stream()
                .map(member -> selected.contains(member.id())
                        ? Turn.after(spec.reputation(), member, judged.version(), contributors.get(member.id()))
                        : member)
                .toList();
        // The seed of the version that opens now is known since Close, and that of the one after it to nobody.
        return pages(spec, without(with(spec, members, joins, judged.version() + 2), leaves));
    }

    /** All members in the order they came. */
    public static List<RosterMember> members(List<RosterPage> pages) {
        return pages.stream().flatMap(page -> page.members().stream()).toList();
    }

    private static List<RosterMember> with(
            TaskSpec spec, List<RosterMember> members, List<Membership> joins, long fairVersion) {
        if (joins.isEmpty()) {
            return members;
        }
        Map<String, List<Evidence>> enterprises = new TreeMap<>();
        for (RosterMember member : members) {
            enterprises
                    .computeIfAbsent(Names.mspOf(member.id()), msp -> new ArrayList<>())
                    .add(member.evidence());
        }
        Map<String, Integer> places = places(members);
        List<RosterMember> result = new ArrayList<>(members);
        for (Membership join : joins) {
            String id = join.participantId();
            requireStanding(spec, join);
            Integer place = places.get(id);
            if (place == null) {
                // Only members who were there before count, so the order of joins does not matter.
                long baseRate = Reputation.newcomerBaseRateMicros(enterprises.getOrDefault(Names.mspOf(id), List.of()));
                places.put(id, result.size());
                result.add(newcomer(join, baseRate, fairVersion));
            } else {
                RosterMember member = result.get(place);
                requireMatch(
                        member.left() || join.allotment() != member.allotment(),
                        "A join must not be on the roster yet, unless its allotment changed",
                        id);
                result.set(place, returned(member, join, fairVersion));
            }
        }
        return result;
    }

    private static Map<String, Integer> places(List<RosterMember> members) {
        Map<String, Integer> places = new TreeMap<>();
        for (int i = 0; i < members.size(); i++) {
            places.put(members.get(i).id(), i);
        }
        return places;
    }

    private static RosterMember newcomer(Membership join, long baseRateMicros, long fairVersion) {
        return new RosterMember(
                join.participantId(),
                join.rowsLog2(),
                join.assessment(),
                join.prior(),
                baseRateMicros,
                0,
                fairVersion,
                join.allotment(),
                false,
                RosterMember.Counts.ZERO,
                join.dataType());
    }

    /**
     * Leaving and joining again brings new data, never a new reputation; a rest is still sat out. Whose allotment
     * was topped up, or paid anew between leaving and joining, is named like a join. Who could not be selected until now
     * waits like a newcomer: of a stock of members, only those would come back whom the seed favours.
     */
    private static RosterMember returned(RosterMember member, Membership join, long fairVersion) {
        boolean wasOut = member.left() || member.allotment() == 0;
        return new RosterMember(
                member.id(),
                join.rowsLog2(),
                join.assessment(),
                member.evidence(),
                member.baseRateMicros(),
                member.absences(),
                wasOut ? Math.max(member.restUntil(), fairVersion) : member.restUntil(),
                join.allotment(),
                false,
                member.counts(),
                join.dataType());
    }

    private static List<RosterMember> without(List<RosterMember> members, List<String> leaves) {
        Set<String> leaving = new TreeSet<>(leaves);
        List<RosterMember> result = new ArrayList<>();
        for (RosterMember member : members) {
            if (leaving.remove(member.id())) {
                requireMatch(!member.left(), "A leave must be of a member who has not left", member.id());
                result.add(left(member));
            } else {
                result.add(member);
            }
        }
        requireMatch(leaving.isEmpty(), "Every leave must be on the roster", leaving);
        return result;
    }

    private static RosterMember left(RosterMember member) {
        return new RosterMember(
                member.id(),
                member.rowsLog2(),
                member.assessment(),
                member.evidence(),
                member.baseRateMicros(),
                member.absences(),
                member.restUntil(),
                member.allotment(),
                true,
                member.counts(),
                member.dataType());
    }

    private static List<RosterPage> pages(TaskSpec spec, List<RosterMember> members) {
        List<RosterPage> pages = new ArrayList<>();
        for (int first = 0; first == 0 || first < members.size(); first += RosterPage.CAPACITY) {
            int end = Math.min(first + RosterPage.CAPACITY, members.size());
            pages.add(new RosterPage(1, spec.name(), pages.size(), members.subList(first, end)));
        }
        return pages;
    }

    private static void requireStanding(TaskSpec spec, Membership join) {
        requireMatch(
                join.task().equals(spec.name()) && !join.left(),
                "A join must be a standing membership of " + spec.name(),
                join.task() + ", " + join.participantId() + (join.left() ? ", left" : ""));
    }

    private static void requireMatch(boolean condition, String mustHold, Object provided) {
        if (!condition) {
            throw new RefusalException(RefusalCode.ROSTER_MISMATCH, mustHold + ". Provided value: " + provided);
        }
    }
}
