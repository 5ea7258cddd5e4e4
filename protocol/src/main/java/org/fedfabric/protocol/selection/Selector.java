package org.fedfabric.protocol.selection;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.fedfabric.protocol.canonical.Names;
import org.fedfabric.protocol.ledger.RosterMember;
import org.fedfabric.protocol.task.Quotas;
import org.fedfabric.protocol.task.Selection;
import org.fedfabric.protocol.task.SpecLimits;
import org.fedfabric.protocol.task.TaskSpec;

/**
 * Chooses who trains in a version: S1's algorithm 1, repaired (selection stands after the loop over clients, and the
 * selection is what is returned), under quotas per enterprise (protocol.md §1, §4).
 *
 * <p><b>Quota.</b> Of N members selected, one enterprise has at most ⌈N · share⌉, where the share is that of
 * {@link Quotas#shareAmong} the enterprises that have a candidate. N is the largest number up to the places asked for
 * that can be filled so. Equal enterprises therefore always fill every place; where one enterprise has far more
 * candidates than the others together, some of its members sit a version out (chosen by the policy, so they take turns)
 * instead of outweighing the rest. Rounding up exceeds a share by less than one place; weights are brought down to the
 * exact share in Advance.
 *
 * <p><b>Resting.</b> Members that rest after absences are candidates all the same where the others could not make the
 * quorum or the number of enterprises: without this, one absence in a small federation would stop the task. Those who
 * have just come wait for a version whose seed was unknown when they came; they are taken earlier only where those who
 * rest would not be enough either.
 */
public final class Selector {
    private Selector() {}

    /**
     * The members who may submit in a version.
     *
     * @param members all of the roster, in any order
     * @param version the version that opens
     * @param seed the beacon's value for it
     * @return ids, sorted; empty if nobody is eligible
     */
    public static List<String> select(TaskSpec spec, List<RosterMember> members, long version, String seed) {
        List<RosterMember> candidates = candidates(spec, members, version);
        if (candidates.isEmpty()) {
            return List.of();
        }
        Map<String, Integer> perEnterprise = new TreeMap<>();
        candidates.forEach(member -> perEnterprise.merge(Names.mspOf(member.id()), 1, Integer::sum));
        Quotas.Share share = spec.quotas().shareAmong(perEnterprise.size());
        int places = fillable(perEnterprise, share, places(spec, candidates.size()));
        if (places == candidates.size()) {
            return candidates.stream().map(RosterMember::id).sorted().toList();
        }
        int enterprises = Math.min(spec.quotas().minEnterprises(), perEnterprise.size());
        return fill(
                CandidateOrder.of(spec, candidates, version, seed),
                places,
                share.ofPlaces(places),
                Math.min(enterprises, places));
    }

    private static List<RosterMember> candidates(TaskSpec spec, List<RosterMember> members, long version) {
        List<RosterMember> rested = new ArrayList<>();
        List<RosterMember> known = new ArrayList<>();
        List<RosterMember> all = new ArrayList<>();
        for (RosterMember member : members) {
            Eligibility eligibility = Eligibility.of(spec, member, version);
            boolean rests = eligibility == Eligibility.RESTING;
            if (eligibility == Eligibility.ELIGIBLE || rests) {
                all.add(member);
                if (!rests || member.absences() > 0) {
                    known.add(member);
                }
                if (!rests) {
                    rested.add(member);
                }
            }
        }
        return isEnough(spec, rested) ? rested : isEnough(spec, known) ? known : all;
    }

    private static boolean isEnough(TaskSpec spec, List<RosterMember> members) {
        return members.size() >= spec.schedule().quorum()
                && enterprisesOf(members) >= spec.quotas().minEnterprises();
    }

    private static int enterprisesOf(List<RosterMember> members) {
        return members.stream()
                .map(member -> Names.mspOf(member.id()))
                .collect(Collectors.toSet())
                .size();
    }

    /** How many places the spec asks for, within what a version may cost. */
    private static int places(TaskSpec spec, int candidates) {
        Selection selection = spec.selection();
        int asked = selection.count() > 0
                ? Math.min(selection.count(), candidates)
                : (int) (((long) candidates * selection.permille() + 999) / 1_000);
        return Math.min(asked, Math.max(1, SpecLimits.maxUpdates(spec)));
    }

    private static int fillable(Map<String, Integer> perEnterprise, Quotas.Share share, int places) {
        for (int n = places; n > 1; n--) {
            int cap = share.ofPlaces(n);
            if (perEnterprise.values().stream().mapToInt(c -> Math.min(c, cap)).sum() >= n) {
                return n;
            }
        }
        return 1;
    }

    /** Gives places in order, keeping as many free as enterprises are still missing. */
    private static List<String> fill(CandidateOrder order, int places, int cap, int enterprises) {
        Map<String, Integer> taken = new TreeMap<>();
        List<String> selected = new ArrayList<>();
        while (selected.size() < places && order.hasNext()) {
            RosterMember member = order.next(selected.size());
            int free = places - selected.size();
            String enterprise = Names.mspOf(member.id());
            int missing = enterprises - taken.size();
            boolean reserved = free <= missing && taken.containsKey(enterprise);
            if (!reserved && taken.getOrDefault(enterprise, 0) < cap) {
                taken.merge(enterprise, 1, Integer::sum);
                selected.add(member.id());
            }
        }
        return selected.stream().sorted().toList();
    }
}
