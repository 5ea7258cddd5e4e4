package org.fedfabric.protocol.selection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.fedfabric.protocol.Tasks;
import org.fedfabric.protocol.canonical.Digests;
import org.fedfabric.protocol.canonical.Names;
import org.fedfabric.protocol.ledger.Evidence;
import org.fedfabric.protocol.ledger.RosterMember;
import org.fedfabric.protocol.model.Layer;
import org.fedfabric.protocol.model.ModelSpec;
import org.fedfabric.protocol.model.Shape;
import org.fedfabric.protocol.task.Schedule;
import org.fedfabric.protocol.task.Selection;
import org.fedfabric.protocol.task.Selection.Policy;
import org.fedfabric.protocol.task.TaskSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelectorTest {
    private static final String SEED = "cd".repeat(32);
    private static final Evidence GOOD = new Evidence(6_000_000_000L, 0);
    private static final Evidence BAD = new Evidence(0, 2_280_000_000L);

    @Test
    void selects_nobody_where_nobody_is_eligible() {
        assertThat(Selector.select(Tasks.spec(), List.of(), 1, SEED)).isEmpty();
        assertThat(Selector.select(Tasks.spec(), List.of(Tasks.member("AMsp/a", BAD)), 1, SEED))
                .isEmpty();
    }

    @Test
    void leaves_out_who_left_who_rests_and_whom_too_little_is_expected_of() {
        List<RosterMember> members = new ArrayList<>(federation(3, 2));
        members.add(left("AMsp/gone"));
        members.add(resting("BMsp/tired", 2));
        members.add(Tasks.member("CMsp/flipper", BAD));

        assertThat(Selector.select(Tasks.spec(), members, 1, SEED)).isEqualTo(ids(federation(3, 2)));
        assertThat(Selector.select(Tasks.spec(), members, 2, SEED)).contains("BMsp/tired");
    }

    @Test
    void leaves_out_who_has_nothing_left_to_pay_with_even_for_the_quorum() {
        List<RosterMember> members = List.of(
                Tasks.member("AMsp/a").withAllotment(1),
                Tasks.member("BMsp/b").withAllotment(0),
                Tasks.member("CMsp/c").withAllotment(9));
        assertThat(Selector.select(Tasks.spec(), members, 1, SEED)).containsExactly("AMsp/a", "CMsp/c");
        assertThat(Selector.select(Tasks.spec(), members.subList(1, 2), 1, SEED))
                .isEmpty();
    }

    @Test
    void a_newcomer_is_eligible_at_its_base_rate() {
        List<RosterMember> members = List.of(Tasks.member("AMsp/a"), newcomer("BMsp/b", 299_999));

        assertThat(Selector.select(Tasks.spec(), members, 1, SEED)).containsExactly("AMsp/a");
    }

    @Test
    void resting_members_come_back_early_where_the_others_cannot_make_the_quorum() {
        List<RosterMember> members = List.of(Tasks.member("AMsp/a"), resting("BMsp/b", 9));

        assertThat(Selector.select(Tasks.spec(), members, 1, SEED)).containsExactly("AMsp/a", "BMsp/b");
    }

    @Test
    void resting_members_rest_on_where_the_others_just_make_the_quorum() {
        List<RosterMember> members = List.of(Tasks.member("AMsp/a"), Tasks.member("BMsp/b"), resting("CMsp/c", 9));

        assertThat(Selector.select(Tasks.spec(), members, 1, SEED)).containsExactly("AMsp/a", "BMsp/b");
    }

    @ParameterizedTest
    @CsvSource({"3, 2", "4, 1", "5, 2", "2, 2", "2, 1", "1, 7", "3, 1", "7, 3", "40, 5"})
    void all_selects_everybody_of_equal_enterprises(int enterprises, int each) {
        TaskSpec spec = new Tasks().quotas(0, Math.min(2, enterprises)).build();
        List<RosterMember> members = federation(enterprises, each);

        assertThat(Selector.select(spec, members, 0, SEED)).isEqualTo(ids(members));
        assertThat(Selector.select(spec, members, 3, SEED)).isEqualTo(ids(members));
    }

    @ParameterizedTest
    @CsvSource({
        // sizes of enterprises, share in thousandths, how many are selected
        "10-2-2, 0, 9", // 5 of 9 is the share rounded up; of 10, 5 + 2 + 2 would leave a place
        "10-1, 0, 3",
        "5-1-1-1, 0, 5",
        "9-9-9-1, 0, 28",
        "6-3-3, 250, 10", // a share below 1/3 is raised to it
        "8, 200, 8"
    })
    void a_large_enterprise_gets_its_share_of_those_selected(String sizes, int sharePermille, int selected) {
        TaskSpec spec = new Tasks().quotas(sharePermille, 1).build();
        List<RosterMember> members = federation(sizes);

        List<String> chosen = Selector.select(spec, members, 1, SEED);

        assertThat(chosen).hasSize(selected);
        Map<String, Integer> perEnterprise = perEnterprise(chosen);
        int cap = spec.quotas().shareAmong(perEnterprise.size()).ofPlaces(selected);
        assertThat(perEnterprise.values()).allMatch(n -> n <= cap);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void quotas_hold_and_no_more_places_could_be_filled(long random) {
        Random numbers = new Random(random);
        for (int round = 0; round < 50; round++) {
            int enterprises = 1 + numbers.nextInt(6);
            String sizes = IntStream.range(0, enterprises)
                    .mapToObj(i -> String.valueOf(1 + numbers.nextInt(9)))
                    .collect(Collectors.joining("-"));
            List<RosterMember> members = federation(sizes);
            int places = 1 + numbers.nextInt(members.size());
            Policy policy = Policy.values()[numbers.nextInt(3)];
            int minEnterprises = 1 + numbers.nextInt(enterprises);
            TaskSpec spec = new Tasks()
                    .quotas(numbers.nextInt(1_001), minEnterprises)
                    .selection(selection(policy, places))
                    .build();

            List<String> chosen = Selector.select(spec, members, 1 + numbers.nextInt(5), seed(numbers.nextLong()));

            Map<String, Integer> taken = perEnterprise(chosen);
            int n = chosen.size();
            assertThat(n).isBetween(1, places);
            assertThat(chosen).isSorted().doesNotHaveDuplicates();
            int cap = spec.quotas().shareAmong(enterprises).ofPlaces(n);
            assertThat(taken.values()).allMatch(t -> t <= cap);
            assertThat(taken.size()).isGreaterThanOrEqualTo(Math.min(minEnterprises, n));
            Map<String, Integer> available = perEnterprise(ids(members));
            for (int more = n + 1; more <= places; more++) {
                int moreCap = spec.quotas().shareAmong(enterprises).ofPlaces(more);
                assertThat(available.values().stream()
                                .mapToInt(a -> Math.min(a, moreCap))
                                .sum())
                        .as("%s places of %s with %s", more, sizes, spec.quotas())
                        .isLessThan(more);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Policy.class)
    void the_rosters_order_does_not_matter(Policy policy) {
        TaskSpec spec = new Tasks().selection(selection(policy, 5)).build();
        List<RosterMember> members = new ArrayList<>(federation(4, 4));
        List<String> chosen = Selector.select(spec, members, 2, SEED);

        Collections.shuffle(members, new Random(1));

        assertThat(Selector.select(spec, members, 2, SEED)).isEqualTo(chosen).hasSize(5);
    }

    @Test
    void ranked_takes_the_highest_scores() {
        TaskSpec spec = new Tasks().selection(selection(Policy.RANKED, 3)).build();
        List<RosterMember> members = List.of(
                Tasks.member("AMsp/a", GOOD),
                Tasks.member("AMsp/b"),
                Tasks.member("BMsp/a", GOOD),
                Tasks.member("BMsp/b"),
                Tasks.member("CMsp/a", GOOD),
                Tasks.member("CMsp/b"));

        assertThat(Selector.select(spec, members, 1, SEED)).containsExactly("AMsp/a", "BMsp/a", "CMsp/a");
    }

    @Test
    void ranked_breaks_ties_by_the_beacon() {
        TaskSpec spec = new Tasks().selection(selection(Policy.RANKED, 2)).build();
        List<RosterMember> members = federation(6, 1);

        List<String> byBeacon = ids(members).stream()
                .sorted(java.util.Comparator.comparing(id -> Beacon.rank(SEED, id)))
                .limit(2)
                .sorted()
                .toList();

        assertThat(Selector.select(spec, members, 1, SEED)).isEqualTo(byBeacon);
    }

    @Test
    void version_0_is_drawn_by_the_beacon_whatever_the_scores() {
        List<RosterMember> members = new ArrayList<>(federation(6, 1));
        members.add(Tasks.member("ZMsp/famous", GOOD));
        TaskSpec ranked = new Tasks().selection(selection(Policy.RANKED, 2)).build();
        TaskSpec random = new Tasks().selection(selection(Policy.RANDOM, 2)).build();

        for (int i = 0; i < 20; i++) {
            assertThat(Selector.select(ranked, members, 0, seed(i)))
                    .isEqualTo(Selector.select(random, members, 0, seed(i)));
            assertThat(Selector.select(ranked, members, 1, seed(i))).contains("ZMsp/famous");
        }
    }

    @Test
    void weighted_draws_in_proportion_to_scores_and_exploration_draws_alike() {
        // Scores of 0.1 + 0.8 · E: 0.8 for the first, 0.5 for seven others (w₄ = 0.2, evaluation 0.5).
        List<RosterMember> members = new ArrayList<>(federation(8, 1));
        members.set(0, Tasks.member(members.get(0).id(), GOOD));

        // 4,000 draws: standard deviation at most 0.0064, so 5 σ = 0.032 and a false alarm in about 2 million changes.
        assertThat(shareOfFirst(0, members)).isCloseTo(0.8 / 4.3, Offset.offset(0.032));
        assertThat(shareOfFirst(1_000, members)).isCloseTo(0.125, Offset.offset(0.027));
    }

    @Test
    void a_version_never_has_more_places_than_it_may_cost() {
        // 1,000 × 1,000 + 1,000 × 2 multiply-adds × 200 rows = 200.4 M an update, so 299 fit into 6e10; bytes allow 66.
        ModelSpec large = ModelSpec.of(
                Shape.flat(1_000), new Layer.Dense(1_000), new Layer.Relu(), new Layer.Dense(2), new Layer.Softmax());
        TaskSpec spec = new Tasks().model(large).validationRows(200).build();

        assertThat(Selector.select(spec, federation(50, 6), 1, SEED)).hasSize(66);
    }

    @Test
    void a_share_of_those_eligible_is_rounded_up() {
        Selection third = new Selection(Policy.RANDOM, 0, 333, 0, 0, 1_000_000, 0, 0, 0);

        assertThat(Selector.select(new Tasks().selection(third).build(), federation(4, 1), 1, SEED))
                .hasSize(2);
    }

    @Test
    void asking_for_more_than_there_are_selects_all() {
        TaskSpec spec = new Tasks()
                .selection(selection(Policy.WEIGHTED, 100))
                .schedule(Schedule.synchronous(3, 1, 60))
                .build();

        assertThat(Selector.select(spec, federation(3, 2), 1, SEED)).hasSize(6);
    }

    /** How often the first member gets the only place, over 4,000 seeds. */
    private static double shareOfFirst(int explorationPermille, List<RosterMember> members) {
        Selection selection =
                new Selection(Policy.WEIGHTED, 1, 1_000, explorationPermille, 200_000, 400_000, 300_000, 300_000, 0);
        TaskSpec spec = new Tasks().selection(selection).quotas(0, 1).build();
        String first = members.get(0).id();
        long hits = IntStream.range(0, 4_000)
                .filter(i -> Selector.select(spec, members, 1, seed(i)).contains(first))
                .count();
        return hits / 4_000.0;
    }

    private static Selection selection(Policy policy, int count) {
        return new Selection(policy, count, 1_000, 0, 200_000, 400_000, 300_000, 300_000, 0);
    }

    private static String seed(long number) {
        return Digests.sha256Hex(String.valueOf(number).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }

    private static List<RosterMember> federation(int enterprises, int each) {
        return federation(String.join("-", Collections.nCopies(enterprises, String.valueOf(each))));
    }

    private static List<RosterMember> federation(String sizes) {
        List<RosterMember> members = new ArrayList<>();
        String[] counts = sizes.split("-");
        for (int e = 0; e < counts.length; e++) {
            for (int i = 0; i < Integer.parseInt(counts[e]); i++) {
                members.add(Tasks.member("E" + (100 + e) + "/t" + (10 + i)));
            }
        }
        return members;
    }

    private static List<String> ids(List<RosterMember> members) {
        return members.stream().map(RosterMember::id).sorted().toList();
    }

    private static Map<String, Integer> perEnterprise(List<String> ids) {
        Map<String, Integer> counts = new TreeMap<>();
        ids.forEach(id -> counts.merge(Names.mspOf(id), 1, Integer::sum));
        return counts;
    }

    private static RosterMember left(String id) {
        RosterMember m = Tasks.member(id);
        return new RosterMember(
                id, m.rowsLog2(), m.assessment(), m.evidence(), m.baseRateMicros(), 0, 0, -1, true, m.counts());
    }

    private static RosterMember resting(String id, long until) {
        RosterMember m = Tasks.member(id);
        return new RosterMember(
                id, m.rowsLog2(), m.assessment(), m.evidence(), m.baseRateMicros(), 1, until, -1, false, m.counts());
    }

    private static RosterMember newcomer(String id, long baseRateMicros) {
        RosterMember m = Tasks.member(id);
        return new RosterMember(
                id, m.rowsLog2(), m.assessment(), m.evidence(), baseRateMicros, 0, 0, -1, false, m.counts());
    }
}
