package org.fedfabric.experiments.run;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.fedfabric.experiments.adversary.Adversaries;
import org.fedfabric.experiments.adversary.Adversary;
import org.fedfabric.experiments.adversary.AdversarySetting;
import org.fedfabric.protocol.data.FeatureRows;
import org.fedfabric.protocol.ledger.Contributor;
import org.fedfabric.protocol.ledger.Verdict;
import org.fedfabric.protocol.ledger.VersionRecord;

/** Who attacks in a run, and how: a draw by the run's seed over all participants, whatever their enterprise. */
final class Cast {
    private final Optional<Adversary> adversary;
    private final Set<String> attackers;
    private final boolean vouchedFor;
    private final Map<String, Member> renewals = new LinkedHashMap<>();
    private final Map<String, FeatureRows> poisoned = new TreeMap<>();

    private Cast(Optional<Adversary> adversary, Set<String> attackers, boolean vouchedFor) {
        this.adversary = adversary;
        this.attackers = attackers;
        this.vouchedFor = vouchedFor;
    }

    /**
     * The attackers that the settings ask for.
     *
     * @throws IllegalArgumentException if there is no attack of that name
     */
    static Cast of(RunSettings settings, List<Member> members, RunData data) {
        if (settings.attack().isEmpty()) {
            return new Cast(Optional.empty(), Set.of(), false);
        }
        RunSettings.AttackSettings attack = settings.attack().get();
        Adversary adversary =
                Adversaries.of(attack.kind(), AdversarySetting.of(data.schema(), data.labels(), settings.versions()));
        Adversary.Identities identities = Adversaries.identities(attack.kind());
        Cast cast = new Cast(
                Optional.of(adversary),
                attackers(settings, attack, members),
                identities == Adversary.Identities.VOUCHED_FOR);
        if (identities == Adversary.Identities.RENEWED) {
            members.stream().filter(member -> cast.isAttacker(member.id())).forEach(member -> {
                String name = member.id();
                for (Member renewed : member.renewals(settings)) {
                    cast.renewals.put(name, renewed);
                    name = renewed.id();
                }
            });
        }
        return cast;
    }

    /** Sybils are those of their enterprise; others are drawn. */
    private static Set<String> attackers(
            RunSettings settings, RunSettings.AttackSettings attack, List<Member> members) {
        if (Adversaries.identities(attack.kind()) != Adversary.Identities.ONE_ENTERPRISE) {
            return drawn(members, attack.share(), settings.seed());
        }
        return members.stream()
                .filter(member -> member.enterprise().index() == settings.enterprises() - 1)
                .map(Member::id)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** A share of the members, rounded to the nearest number of them, at least one. */
    static Set<String> drawn(List<Member> members, double share, long seed) {
        List<String> ids = new ArrayList<>(members.stream().map(Member::id).toList());
        Collections.shuffle(ids, new Random(new Seeds(seed).number("attackers", 0, "")));
        return Collections.unmodifiableSet(new TreeSet<>(ids.subList(0, count(share, ids.size()))));
    }

    /** How many of so many participants attack: the nearest number to the share, at least one. */
    static int count(double share, int participants) {
        return Math.max(1, (int) Math.round(share * participants));
    }

    /** As honest people act. */
    static Cast ofNobody() {
        return new Cast(Optional.empty(), Set.of(), false);
    }

    /** The same attackers, training on these rows instead of their own: those that a task of theirs judges with. */
    Cast trainingOn(FeatureRows rows) {
        return new Cast(
                Optional.of(new Adversary() {
                    @Override
                    public FeatureRows rows(FeatureRows own) {
                        return rows;
                    }
                }),
                attackers,
                false);
    }

    boolean isAttacker(String id) {
        return attackers.contains(id)
                || renewals.values().stream().anyMatch(member -> member.id().equals(id));
    }

    /** The names that whitewashers may take; mostly none. */
    List<Member> renewed() {
        return List.copyOf(renewals.values());
    }

    /**
     * Who leaves with a version's Advance to come back under a new name, because the version before rejected it.
     *
     * @param previous the version before, judged
     * @param known names that were taken already
     * @return old names with the new ones, sorted
     */
    SortedMap<String, String> renewing(VersionRecord previous, Set<String> known) {
        SortedMap<String, String> changes = new TreeMap<>();
        for (Contributor contributor : previous.contributors()) {
            Member next = renewals.get(contributor.id());
            boolean rejected =
                    contributor.verdict() != null && contributor.verdict().outcome() == Verdict.Outcome.REJECTED;
            if (rejected && next != null && !known.contains(next.id())) {
                changes.put(contributor.id(), next.id());
            }
        }
        return changes;
    }

    /** How a member attacks in a version; empty if it does its honest work. */
    Optional<Adversary> attacking(String id, long version) {
        return adversary.filter(kind -> isAttacker(id) && kind.attacks(version));
    }

    /** How the attackers attack, if there are any. */
    Optional<Adversary> adversary() {
        return adversary;
    }

    /** What a member says of its data. */
    Adversary.Claim claim(String id, Adversary.Claim honest) {
        return isAttacker(id) ? adversary.orElseThrow().claim(honest) : honest;
    }

    /** Tasks whose evidence a member brings along. */
    List<String> priors(String id) {
        return vouchedFor && isAttacker(id) ? List.of(RunTerms.SHAM) : List.of();
    }

    /** Those who earn a name in a sham task before the run's own begins; mostly nobody. */
    List<Member> vouchedFor(List<Member> members) {
        return members.stream().filter(member -> !priors(member.id()).isEmpty()).toList();
    }

    /** The rows an attacker trains on; poisoned once. */
    FeatureRows rows(String id, FeatureRows own) {
        synchronized (poisoned) {
            FeatureRows known = poisoned.get(id);
            if (known != null) {
                return known;
            }
        }
        FeatureRows rows = adversary.orElseThrow().rows(own);
        synchronized (poisoned) {
            poisoned.put(id, rows);
        }
        return rows;
    }
}
