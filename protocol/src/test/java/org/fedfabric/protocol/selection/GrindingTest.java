package org.fedfabric.protocol.selection;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.fedfabric.protocol.Tasks;
import org.fedfabric.protocol.canonical.Digests;
import org.fedfabric.protocol.canonical.Names;
import org.fedfabric.protocol.ledger.Contributor;
import org.fedfabric.protocol.ledger.Evidence;
import org.fedfabric.protocol.ledger.RosterMember;
import org.fedfabric.protocol.ledger.RosterPage;
import org.fedfabric.protocol.ledger.Verdict;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.ledger.VersionState;
import org.fedfabric.protocol.roster.RosterRules;
import org.fedfabric.protocol.round.VersionRules;
import org.fedfabric.protocol.task.Schedule;
import org.fedfabric.protocol.task.Selection;
import org.fedfabric.protocol.task.Selection.Policy;
import org.fedfabric.protocol.task.TaskSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Trying until chance is kind. Each defence has a twin: the same attack on a beacon, a draw or a roster without it, which
 * must succeed, so that no test passes because the attack was clumsy.
 *
 * <p>Statistical bounds allow five standard deviations: a false alarm in at most one of 3.4 million changes of the code
 * (one-sided, normal approximation of a binomial).
 */
class GrindingTest {
    static final int MILLION = 1 << 20;
    private static final int EXPERIMENTS = 2_000;

    /** Fewer where an experiment has sixteen selections: the bound widens with them and stays far below the twin's. */
    private static final int WITHHOLDINGS = 500;

    private static final String OWN = "E0";

    /** The best name of a million by seed: the same for every policy. */
    private static final Map<String, String> GROUND = new ConcurrentHashMap<>();

    private static final Verdict INCLUDED = new Verdict(Verdict.Outcome.INCLUDED, null, 1L, 2L);

    /** Ten enterprises of four: ten places, of which one enterprise has one on average and four at most. */
    private static TaskSpec spec(Policy policy) {
        return new Tasks()
                .selection(new Selection(policy, 10, 1_000, 200, 200_000, 400_000, 300_000, 300_000, 300_000))
                .schedule(Schedule.synchronous(100, 2, 60))
                .build();
    }

    @Test
    void timestamps_and_cids_all_lead_to_one_seed() {
        // A million of them: GrindingIT.
        assertThat(proposed(lastOpen(), 1 << 14))
                .extracting(VersionRecord::seed)
                .hasSize(1);
    }

    /** The version after the fourth opens no selection, which makes a try cheap; the seed is made in the same way. */
    static TaskSpec lastOpen() {
        return new Tasks().schedule(Schedule.synchronous(4, 2, 60)).build();
    }

    @Test
    void a_thousand_timestamps_and_cids_all_lead_to_one_selection() {
        TaskSpec spec = new Tasks().schedule(Schedule.synchronous(100, 2, 60)).build();

        assertThat(proposed(spec, 1_000)).extracting(VersionRecord::selected).hasSize(1);
    }

    /** The successors of a version for so many timestamps and CIDs, one of each different seed and selection. */
    static List<VersionRecord> proposed(TaskSpec spec, int tries) {
        List<RosterMember> members = List.of(Tasks.member("AMsp/a"), Tasks.member("BMsp/b"));
        VersionRecord judged = judged(seed(1), List.of("AMsp/a", "BMsp/b"));
        List<String> preimages = List.of(seed(2), seed(3));
        Map<String, VersionRecord> different = new TreeMap<>();
        for (int i = 0; i < tries; i++) {
            VersionRecord next = VersionRules.next(
                    spec, judged, "b" + Integer.toString(i, Character.MAX_RADIX), preimages, members, i, i);
            VersionRecord before = different.putIfAbsent(next.seed(), next);
            if (before != null && !before.selected().equals(next.selected())) {
                different.put(next.seed() + next.selected(), next);
            }
        }
        return List.copyOf(different.values());
    }

    @Test
    void twin_a_seed_made_of_transaction_ids_gives_a_proposer_any_draw_it_likes() {
        List<RosterMember> members = federation(10, 4);
        String wanted = OWN + "/t0";
        // Rank 1 of 40 has p = 1/40: 1,024 tries fail with probability (39/40)^1,024 = 5.5e-12.
        boolean steered = LongStream.range(0, 1_024)
                .mapToObj(transaction -> Digests.sha256Hex(Digests.bytes(seed(1)), Digests.bytes(seed(transaction))))
                .anyMatch(seed -> members.stream()
                        .map(RosterMember::id)
                        .min(Comparator.comparing(id -> Beacon.rank(seed, id)))
                        .orElseThrow()
                        .equals(wanted));

        assertThat(steered).isTrue();
    }

    @Test
    void an_enterprise_with_four_members_selected_chooses_between_two_seeds_and_not_among_sixteen() {
        Set<String> reachable = new HashSet<>();
        Set<String> twin = new HashSet<>();
        for (int subset = 0; subset < 16; subset++) {
            Submitted submitted = submitted(seed(7), 4, subset, new Random(1));
            reachable.add(Beacon.after(submitted.closed(), submitted.preimages()));
            twin.add(Beacon.next(submitted.closed().seed(), submitted.preimages()));
        }

        assertThat(reachable).hasSize(2);
        assertThat(twin).hasSize(16);
    }

    @Test
    void withholding_raises_the_chance_of_a_wanted_draw_from_p_to_no_more_than_two_tries_give() {
        List<RosterMember> members = federation(10, 4);
        TaskSpec spec = spec(Policy.RANDOM);
        String wanted = OWN + "/t0";
        double p = 10.0 / 40;
        double twoTries = 1 - (1 - p) * (1 - p);
        double tolerance = 5 * Math.sqrt(twoTries * (1 - twoTries) / WITHHOLDINGS);

        int reached = 0;
        int reachedByTwin = 0;
        for (int experiment = 0; experiment < WITHHOLDINGS; experiment++) {
            Set<String> seeds = new HashSet<>();
            Set<String> twinSeeds = new HashSet<>();
            for (int subset = 0; subset < 16; subset++) {
                Submitted submitted = submitted(seed(experiment), 4, subset, new Random(experiment));
                seeds.add(Beacon.after(submitted.closed(), submitted.preimages()));
                twinSeeds.add(Beacon.next(submitted.closed().seed(), submitted.preimages()));
            }
            reached += seeds.stream().anyMatch(seed -> isSelected(spec, members, seed, wanted)) ? 1 : 0;
            reachedByTwin += twinSeeds.stream().anyMatch(seed -> isSelected(spec, members, seed, wanted)) ? 1 : 0;
        }

        assertThat(reached / (double) WITHHOLDINGS).isLessThanOrEqualTo(twoTries + tolerance);
        // Sixteen tries: 1 − (3/4)^16 = 0.99.
        assertThat(reachedByTwin / (double) WITHHOLDINGS).isGreaterThan(twoTries + tolerance);
    }

    @Test
    void names_tried_a_million_times_bring_an_enterprise_no_place_in_version_0() {
        String seed = Beacon.first(spec(Policy.WEIGHTED));
        List<String> ground = best(seed, OWN, 4);
        List<RosterMember> members = new ArrayList<>(
                federation(10, 4).stream().filter(m -> !isOwn(m.id())).toList());
        ground.forEach(id -> members.add(Tasks.member(id)));

        long places = own(Selector.select(spec(Policy.WEIGHTED), members, 0, seed));
        long twin = own(members.stream()
                .map(RosterMember::id)
                .sorted(Comparator.comparing(id -> Beacon.rank(seed, id)))
                .limit(10)
                .toList());

        assertThat(places)
                .isEqualTo(1)
                .isEqualTo(own(Selector.select(spec(Policy.WEIGHTED), federation(10, 4), 0, seed)));
        assertThat(twin).isEqualTo(4);
    }

    @ParameterizedTest
    @EnumSource(Policy.class)
    void a_name_tried_a_million_times_after_close_is_not_in_the_draw_it_was_made_for(Policy policy) {
        TaskSpec spec = spec(policy);
        List<RosterMember> before = federation(10, 4);
        VersionRecord judged = judged(seed(1), List.of("E1/t0", "E2/t0"));
        String known = Beacon.after(judged, List.of(seed(2), seed(3)));
        String ground = GROUND.computeIfAbsent(known, seed -> best(seed, OWN, 1).get(0));
        List<RosterMember> after = RosterRules.members(RosterRules.advance(
                spec,
                List.of(new RosterPage(1, Tasks.NAME, 0, before)),
                judged,
                List.of(Tasks.membership(ground)),
                List.of()));
        RosterMember newcomer = after.get(after.size() - 1);
        List<RosterMember> twin = new ArrayList<>(before);
        twin.add(Tasks.member(ground));

        assertThat(newcomer.id()).isEqualTo(ground);
        assertThat(Selector.select(spec, after, judged.version() + 1, known)).doesNotContain(ground);
        if (policy == Policy.RANDOM) {
            assertThat(Selector.select(spec, twin, judged.version() + 1, known)).contains(ground);
        }
        // In a draw whose seed was unknown its chance is that of any of 41: 10/41, and 4 of 10 places bound the quota.
        double p = 10.0 / 41;
        long selected = IntStream.range(0, EXPERIMENTS)
                .filter(i -> isSelected(spec(Policy.RANDOM), after, seed(i), ground))
                .count();
        assertThat(selected / (double) EXPERIMENTS).isLessThanOrEqualTo(p + 5 * Math.sqrt(p * (1 - p) / EXPERIMENTS));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void taking_members_away_once_the_seed_is_known_never_brings_an_enterprise_a_place(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            Policy policy = Policy.values()[random.nextInt(3)];
            List<RosterMember> members = federation(5, 6).stream()
                    .map(m -> Tasks.member(m.id(), new Evidence(random.nextLong(8_000_000_000L), 0)))
                    .toList();
            String drawn = seed(random.nextLong());
            long version = 1 + random.nextInt(9);
            Set<String> leaving = members.stream()
                    .map(RosterMember::id)
                    .filter(id -> isOwn(id) && random.nextBoolean())
                    .collect(Collectors.toSet());
            List<RosterMember> rest =
                    members.stream().filter(m -> !leaving.contains(m.id())).toList();

            assertThat(own(Selector.select(spec(policy), rest, version, drawn)))
                    .as("%s without %s", policy, leaving)
                    .isLessThanOrEqualTo(own(Selector.select(spec(policy), members, version, drawn)));
        }
    }

    @Test
    void an_enterprise_that_withholds_at_will_gets_no_more_updates_in_than_an_honest_one() {
        double honest = included(Strategy.HONEST, 3_000);
        double withholding = included(Strategy.WITHHOLDING, 3_000);
        // The twin gains a whole place, twenty times what 300 versions leave uncertain.
        double twin = included(Strategy.FREE_TRIES, 300);
        System.out.printf(
                Locale.ROOT,
                "updates of one of ten enterprises included per version: honest %.3f, withholding at will %.3f, with eight"
                        + " free tries %.3f%n",
                honest,
                withholding,
                twin);

        // Two tries for an enterprise's places X: E[max] ≤ E[X] + σ/√3 (Hartley and David 1954), σ ≤ 0.9 here, so at
        // most
        // 0.52 places; a value withheld half the time costs 0.5 updates and two versions of rest. Means over 3,000
        // versions, σ ≤ 0.9 each: five standard deviations of their difference are 5 · 0.9 · √(2/3,000) = 0.116.
        double bound = honest + 0.02 + 0.116;
        assertThat(withholding).isLessThanOrEqualTo(bound);
        assertThat(twin).isGreaterThan(bound);
    }

    /** What E0 does once the others have submitted: as it should, the better of two, or the best of eight at no cost. */
    enum Strategy {
        HONEST,
        WITHHOLDING,
        FREE_TRIES
    }

    /** A way to end a version: who submitted, and the seed it leads to. */
    private record Ending(List<String> in, String seed) {}

    /** Updates of E0 included per version: ten enterprises of four, ten places, rests after absences as the rules have it. */
    private static double included(Strategy strategy, int versions) {
        TaskSpec spec = spec(Policy.RANDOM);
        List<RosterPage> pages = RosterRules.admit(
                spec,
                List.of(),
                federation(10, 4).stream().map(m -> Tasks.membership(m.id())).toList());
        Random random = new Random(5);
        String seed = Beacon.first(spec);
        long included = 0;
        for (int version = 1; version <= versions; version++) {
            List<RosterMember> members = RosterRules.members(pages);
            List<String> selected = Selector.select(spec, members, version, seed);
            List<String> values =
                    selected.stream().map(id -> seed(random.nextLong())).toList();
            Ending best = null;
            long most = -1;
            for (Ending ending : endings(strategy, version, seed, selected, values)) {
                long places = own(Selector.select(spec, members, version + 1, ending.seed()));
                if (places > most) {
                    most = places;
                    best = ending;
                }
            }
            pages = RosterRules.advance(spec, pages, judged(version, seed, selected, best.in()), List.of(), List.of());
            seed = best.seed();
            included += own(best.in());
        }
        return included / (double) versions;
    }

    private static List<Ending> endings(
            Strategy strategy, long version, String seed, List<String> selected, List<String> values) {
        List<Ending> endings = new ArrayList<>();
        Ending honest = new Ending(selected, Beacon.after(judged(version, seed, selected, selected), values));
        endings.add(honest);
        String speaker =
                speaker(seed, selected.stream().filter(GrindingTest::isOwn).toList());
        if (strategy == Strategy.WITHHOLDING && speaker != null) {
            List<String> in =
                    selected.stream().filter(id -> !id.equals(speaker)).toList();
            List<String> revealed =
                    in.stream().map(id -> values.get(selected.indexOf(id))).toList();
            endings.add(new Ending(in, Beacon.after(judged(version, seed, selected, in), revealed)));
        }
        if (strategy == Strategy.FREE_TRIES) {
            IntStream.range(0, 7)
                    .forEach(i -> endings.add(new Ending(selected, Beacon.next(honest.seed(), List.of(seed(i))))));
        }
        return endings;
    }

    private static String speaker(String seed, List<String> own) {
        return own.stream()
                .min(Comparator.comparing(id -> Beacon.rank(seed, id)))
                .orElse(null);
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 5);
    }

    /** What an enterprise, last to submit, may bring about: a version closed over the others and some of its own. */
    private record Submitted(VersionRecord closed, List<String> preimages) {}

    private static Submitted submitted(String seed, int own, int subset, Random random) {
        List<String> selected = new ArrayList<>();
        IntStream.range(0, own).forEach(i -> selected.add(OWN + "/t" + i));
        IntStream.range(1, 7).forEach(i -> selected.add("E" + i + "/t0"));
        List<String> in = new ArrayList<>();
        List<String> preimages = new ArrayList<>();
        for (int i = 0; i < selected.size(); i++) {
            String value = seed(random.nextLong());
            if (i >= own || (subset >> i & 1) == 1) {
                in.add(selected.get(i));
                preimages.add(value);
            }
        }
        return new Submitted(judged(3, seed, selected, in), preimages);
    }

    private static VersionRecord judged(String seed, List<String> ids) {
        return judged(3, seed, ids, ids);
    }

    private static VersionRecord judged(long version, String seed, List<String> selected, List<String> in) {
        return new VersionRecord(
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
                in.stream()
                        .map(id -> new Contributor(id, Tasks.CID, 412, 10, Contributor.WHOLE, INCLUDED))
                        .toList(),
                0,
                0);
    }

    /**
     * The names that rank first of a million, best first. A try is one digest and a look at its first eight bytes; only what
     * could be among the best is ranked as the rules do.
     */
    private static List<String> best(String seed, String msp, int count) {
        MessageDigest sha256 = Digests.newSha256();
        byte[] seedBytes = Digests.bytes(seed);
        byte[] rank = new byte[Digests.BYTES];
        List<String> best = new ArrayList<>();
        long bar = -1;
        for (int i = 0; i < MILLION; i++) {
            String name = msp + "/x" + Integer.toString(i, Character.MAX_RADIX);
            sha256.update(seedBytes);
            sha256.update(name.getBytes(StandardCharsets.UTF_8));
            digest(sha256, rank);
            if (best.size() < count || Long.compareUnsigned(first(rank), bar) <= 0) {
                best.add(name);
                best.sort(Comparator.comparing(id -> Beacon.rank(seed, id)));
                best = new ArrayList<>(best.subList(0, Math.min(count, best.size())));
                bar = first(Digests.bytes(Beacon.rank(seed, best.get(best.size() - 1))));
            }
        }
        return best;
    }

    private static void digest(MessageDigest sha256, byte[] into) {
        try {
            sha256.digest(into, 0, into.length);
        } catch (DigestException e) {
            throw new IllegalStateException("A digest has 32 bytes", e);
        }
    }

    private static long first(byte[] rank) {
        return ByteBuffer.wrap(rank).getLong();
    }

    private static boolean isSelected(TaskSpec spec, List<RosterMember> members, String seed, String id) {
        return Selector.select(spec, members, 5, seed).contains(id);
    }

    private static boolean isOwn(String id) {
        return Names.mspOf(id).equals(OWN);
    }

    private static long own(List<String> ids) {
        return ids.stream().filter(GrindingTest::isOwn).count();
    }

    private static List<RosterMember> federation(int enterprises, int each) {
        return IntStream.range(0, enterprises * each)
                .mapToObj(i -> Tasks.member("E" + i / each + "/t" + i % each))
                .toList();
    }

    private static String seed(long number) {
        return Digests.sha256Hex(String.valueOf(number).getBytes(StandardCharsets.US_ASCII));
    }
}
