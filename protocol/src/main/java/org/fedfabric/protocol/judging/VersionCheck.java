package org.fedfabric.protocol.judging;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fedfabric.protocol.ledger.Contributor;
import org.fedfabric.protocol.ledger.Verdict;
import org.fedfabric.protocol.ledger.Verdict.Reason;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.round.VersionRules;
import org.fedfabric.protocol.task.Privacy;
import org.fedfabric.protocol.task.TaskSpec;

/**
 * What only shows beside the version's other updates. Each update that judging found sound by itself is compared with up to
 * {@link Companions#MOST} others of the version: whether it has anything in common with them, whether it points where those
 * that help point, and whether it is out of all proportion. How many attack is no input. Nothing is refused in tasks with
 * noise, which makes every update unlike every other.
 */
public final class VersionCheck {
    private VersionCheck() {}

    /** Whether a task's updates are compared with one another. */
    public static boolean applies(TaskSpec spec) {
        return spec.check().rule().comparesUpdates() && spec.privacy().mechanism() == Privacy.Mechanism.NONE;
    }

    /**
     * Whether comparing a version's updates can refuse one for this reason, whatever their bytes are. For who has to take a
     * verdict from the ledger because bytes are gone: what no bytes could give was made up.
     *
     * @param verdict the refusal, with the figures that judging the update by itself gave
     * @param compared updates of the version that judging found sound by themselves, the refused one among them
     */
    public static boolean canGive(TaskSpec spec, Verdict verdict, int compared) {
        return applies(spec)
                && verdict.reason() != null
                && verdict.oppositeMicros() != null
                && Companions.canGive(spec, verdict.reason(), compared, verdict.leadMicros());
    }

    /**
     * The version after its updates were compared.
     *
     * @param closed the version without verdicts
     * @param judged the same with the verdicts on each update by itself
     * @param values the integers of each included update, by its participant
     * @return judged itself if nothing more is refused
     */
    public static VersionRecord together(
            TaskSpec spec, VersionRecord closed, VersionRecord judged, Map<String, int[]> values) {
        if (!applies(spec)) {
            return judged;
        }
        List<Contributor> included = judged.contributors().stream()
                .filter(c -> c.verdict().outcome() == Verdict.Outcome.INCLUDED)
                .toList();
        Map<String, Verdict> verdicts = new LinkedHashMap<>();
        judged.contributors().forEach(c -> verdicts.put(c.id(), c.verdict()));
        boolean refused = false;
        int groups = (included.size() + Companions.MOST - 1) / Companions.MOST;
        for (int group = 0; group < groups; group++) {
            List<Contributor> members = everyNth(included, groups, group);
            List<int[]> integers = new ArrayList<>();
            members.forEach(member -> integers.add(values.get(member.id())));
            Reason[] reasons = Companions.of(spec, members, integers).reasons();
            for (int i = 0; i < reasons.length; i++) {
                if (reasons[i] != null) {
                    Contributor member = members.get(i);
                    verdicts.put(member.id(), member.verdict().rejectedBesideOthers(reasons[i]));
                    refused = true;
                }
            }
        }
        return refused ? VersionRules.judged(spec, closed, verdicts) : judged;
    }

    /** Neighbours in the version's order belong to one enterprise, so a group takes one from every few. */
    private static List<Contributor> everyNth(List<Contributor> all, int step, int first) {
        List<Contributor> taken = new ArrayList<>();
        for (int i = first; i < all.size(); i += step) {
            taken.add(all.get(i));
        }
        return taken;
    }
}
