package org.fedfabric.protocol.selection;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.fedfabric.protocol.Tasks;
import org.fedfabric.protocol.canonical.Digests;
import org.fedfabric.protocol.ledger.Assessment;
import org.fedfabric.protocol.ledger.Contributor;
import org.fedfabric.protocol.ledger.Evidence;
import org.fedfabric.protocol.ledger.Membership;
import org.fedfabric.protocol.ledger.RosterMember;
import org.fedfabric.protocol.ledger.RosterPage;
import org.fedfabric.protocol.ledger.Verdict;
import org.fedfabric.protocol.ledger.Verdict.Outcome;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.ledger.VersionState;
import org.fedfabric.protocol.roster.RosterRules;
import org.fedfabric.protocol.task.TaskSpec;

/** A task's versions by its real rules of selection, roster and beacon; only training and judging are replaced by chance. */
final class SelectionSimulation {
    private static final int WARM_UP = 50;

    private final TaskSpec spec;
    private final Predicate<String> attacks;
    private final double honestIncluded;
    private final double attackIncluded;

    /** Who was selected how often. */
    record Figures(Map<String, Integer> participations, int places, int attackerPlaces, int lateAttackerPlaces) {
        /** (Σx)² / (n·Σx²) over those of whom the test is true: 1 if all took part alike, 1/n if only one did. */
        double jain(Predicate<String> of) {
            List<Integer> counts = participations.entrySet().stream()
                    .filter(e -> of.test(e.getKey()))
                    .map(Map.Entry::getValue)
                    .toList();
            double sum = counts.stream().mapToInt(x -> x).sum();
            double squares = counts.stream().mapToDouble(x -> (double) x * x).sum();
            return sum * sum / (counts.size() * squares);
        }

        /** Least, middle and most participations of those of whom the test is true. */
        int[] spread(Predicate<String> of) {
            int[] sorted = participations.entrySet().stream()
                    .filter(e -> of.test(e.getKey()))
                    .mapToInt(Map.Entry::getValue)
                    .sorted()
                    .toArray();
            return new int[] {sorted[0], sorted[sorted.length / 2], sorted[sorted.length - 1]};
        }
    }

    /**
     * A federation.
     *
     * @param attacks who attacks, by id
     * @param honestIncluded probability that an honest update is included
     * @param attackIncluded probability that an attacker's is
     */
    SelectionSimulation(TaskSpec spec, Predicate<String> attacks, double honestIncluded, double attackIncluded) {
        this.spec = spec;
        this.attacks = attacks;
        this.honestIncluded = honestIncluded;
        this.attackIncluded = attackIncluded;
    }

    /** Plays versions; everything follows from the seed. */
    Figures run(List<String> ids, int versions, long random) {
        Random chance = new Random(random);
        List<RosterPage> pages = RosterRules.admit(
                spec, List.of(), ids.stream().map(id -> joined(id, chance)).toList());
        Map<String, Integer> participations =
                ids.stream().collect(Collectors.toMap(id -> id, id -> 0, (a, b) -> a, TreeMap::new));
        String seed = digest(chance.nextLong());
        int places = 0;
        int attackerPlaces = 0;
        int late = 0;
        for (int version = 0; version < versions; version++) {
            List<String> selected = Selector.select(spec, RosterRules.members(pages), version, seed);
            List<Contributor> contributors = selected.stream()
                    .map(id -> new Contributor(id, Tasks.CID, 412, 10, Contributor.WHOLE, verdict(id, chance)))
                    .toList();
            VersionRecord judged = new VersionRecord(
                    1,
                    Tasks.NAME,
                    version,
                    Tasks.CID,
                    VersionState.PUBLISHED,
                    seed,
                    selected,
                    0,
                    0,
                    0,
                    1L,
                    contributors,
                    0,
                    0);
            pages = RosterRules.advance(spec, pages, judged, List.of(), List.of());
            seed = Beacon.after(
                    judged,
                    selected.stream().map(id -> digest(chance.nextLong())).toList());
            selected.forEach(id -> participations.merge(id, 1, Integer::sum));
            int attackers = (int) selected.stream().filter(attacks).count();
            places += selected.size();
            attackerPlaces += attackers;
            late += version >= WARM_UP ? attackers : 0;
        }
        return new Figures(participations, places, attackerPlaces, late);
    }

    /** Honest members assess themselves between one half and one, attackers at one. */
    private Membership joined(String id, Random chance) {
        Membership plain = Tasks.membership(id);
        boolean boasts = attacks.test(id);
        return new Membership(
                1,
                plain.task(),
                id,
                plain.specDigest(),
                plain.lineage(),
                10,
                new Assessment(claim(boasts, chance), claim(boasts, chance), claim(boasts, chance)),
                plain.beaconTip(),
                Evidence.NONE,
                Membership.UNCHARGED,
                false);
    }

    private static long claim(boolean boasts, Random chance) {
        long honest = 500_000 + chance.nextInt(500_001);
        return boasts ? 1_000_000 : honest;
    }

    private Verdict verdict(String id, Random chance) {
        boolean included = chance.nextDouble() < (attacks.test(id) ? attackIncluded : honestIncluded);
        return included
                ? new Verdict(Outcome.INCLUDED, null, 1L, 1L)
                : new Verdict(Outcome.REJECTED, Verdict.Reason.SCORE, 2L, 1L);
    }

    private static String digest(long number) {
        return Digests.sha256Hex(Long.toString(number).getBytes(StandardCharsets.US_ASCII));
    }

    /** Members of a roster by id, for tests that look at one version. */
    static List<RosterMember> members(List<String> ids) {
        return ids.stream().map(Tasks::member).toList();
    }
}
