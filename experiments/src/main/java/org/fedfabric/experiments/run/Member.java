package org.fedfabric.experiments.run;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.fedfabric.embedded.Enterprise;
import org.fedfabric.experiments.adversary.Adversaries;
import org.fedfabric.experiments.adversary.Adversary;
import org.fedfabric.trainer.dataset.SplitPlan;

/**
 * One participant of a run.
 *
 * @param place its position among all participants, from 0
 * @param enterprise its enterprise
 * @param user its name there: {@code p1}, {@code p2}, …
 */
record Member(int place, Enterprise enterprise, String user) {
    /** New names a whitewasher has: what one of them can gain shows with the first. */
    private static final int RENEWALS = 3;

    /**
     * All participants, enterprise by enterprise, in parts that differ by one at most; but Sybils are all of the last
     * enterprise, and the others' participants are in equal parts.
     */
    static List<Member> all(RunSettings settings) {
        List<Member> members = new ArrayList<>();
        for (int e = 0; e < settings.enterprises(); e++) {
            for (int p = 1; p <= size(settings, e); p++) {
                members.add(new Member(members.size(), new Enterprise(e), "p" + p));
            }
        }
        return List.copyOf(members);
    }

    /** Participants of the enterprise with most: the first or the last one. */
    static int most(RunSettings settings) {
        return Math.max(size(settings, 0), size(settings, settings.enterprises() - 1));
    }

    /** Names that each enterprise needs: whoever whitewashes has some more, beyond those of all others. */
    static int names(RunSettings settings) {
        boolean renewed = settings.attack()
                .filter(attack -> Adversaries.identities(attack.kind()) == Adversary.Identities.RENEWED)
                .isPresent();
        return most(settings) * (renewed ? 1 + RENEWALS : 1);
    }

    /** The names that this participant may take one after the other, with the rows it has. */
    List<Member> renewals(RunSettings settings) {
        int number = Integer.parseInt(user.substring(1));
        return IntStream.rangeClosed(1, RENEWALS)
                .mapToObj(time -> new Member(place, enterprise, "p" + (number + time * most(settings))))
                .toList();
    }

    private static int size(RunSettings settings, int enterprise) {
        int sybils = sybils(settings);
        int last = settings.enterprises() - 1;
        if (sybils == 0) {
            return part(settings.participants(), settings.enterprises(), enterprise);
        }
        return enterprise == last ? sybils : part(settings.participants() - sybils, last, enterprise);
    }

    private static int sybils(RunSettings settings) {
        if (settings.enterprises() == 1) {
            return 0;
        }
        return settings.attack()
                .filter(attack -> Adversaries.identities(attack.kind()) == Adversary.Identities.ONE_ENTERPRISE)
                .map(attack -> Cast.count(attack.share(), settings.participants()))
                .orElse(0);
    }

    private static int part(int participants, int enterprises, int enterprise) {
        return participants / enterprises + (enterprise < participants % enterprises ? 1 : 0);
    }

    /** Its id on the ledger. */
    String id() {
        return enterprise.mspId() + "/" + user;
    }

    SplitPlan.Owner owner() {
        return new SplitPlan.Owner(enterprise.name(), user);
    }
}
