package org.fedfabric.protocol.aggregation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.fedfabric.protocol.Tasks;
import org.fedfabric.protocol.canonical.Names;
import org.fedfabric.protocol.ledger.Contributor;
import org.fedfabric.protocol.task.Quantisation;
import org.fedfabric.protocol.task.Quotas;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WeightSharesTest {
    private static final Quantisation QUANTISATION = new Quantisation(1_000_000, 16, 32, 12);
    private static final int WHOLE = 65_536;

    @ParameterizedTest
    @CsvSource({"1, 4", "2, 1", "3, 2", "4, 1", "5, 2", "6, 1"})
    void equal_enterprises_keep_their_whole_weight(int enterprises, int each) {
        List<Contributor> included = new ArrayList<>();
        for (int e = 0; e < enterprises; e++) {
            for (int i = 0; i < each; i++) {
                included.add(contributor("E" + e + "/t" + i, 9));
            }
        }

        assertThat(WeightShares.assign(included, Quotas.defaults(), QUANTISATION))
                .hasSize(included.size())
                .containsOnly(WHOLE);
    }

    @Test
    void a_heavy_enterprise_of_two_is_cut_to_the_other_ones_weight() {
        // Weights 2 · 2^12 against 2^10: each of the two keeps 2^9, one eighth.
        List<Contributor> included = List.of(contributor("A/a", 12), contributor("A/b", 12), contributor("B/a", 10));

        assertThat(WeightShares.assign(included, Quotas.defaults(), QUANTISATION))
                .containsExactly(WHOLE / 8, WHOLE / 8, WHOLE);
    }

    @Test
    void rows_are_no_votes_and_names_are_no_more_votes_than_a_third() {
        // An enterprise of four names beside two of one: a third each, whatever rows they claim.
        List<Contributor> included = List.of(
                contributor("A/a", 12),
                contributor("A/b", 12),
                contributor("A/c", 12),
                contributor("A/d", 1),
                contributor("B/a", 0),
                contributor("C/a", 9));

        assertThat(WeightShares.votes(included, Quotas.defaults()))
                .containsExactly(WHOLE / 4, WHOLE / 4, WHOLE / 4, WHOLE / 4, WHOLE, WHOLE);
        assertThat(WeightShares.votes(included, new Quotas(1_000, 3)))
                .containsExactly(WHOLE / 4, WHOLE / 4, WHOLE / 4, WHOLE / 4, WHOLE, WHOLE);
    }

    @Test
    void of_two_enterprises_each_has_half_of_the_votes() {
        List<Contributor> included = List.of(contributor("A/a", 3), contributor("A/b", 3), contributor("B/a", 9));

        assertThat(WeightShares.votes(included, Quotas.defaults())).containsExactly(WHOLE / 2, WHOLE / 2, WHOLE);
    }

    @Test
    void a_smaller_share_than_a_third_caps_votes_as_well() {
        List<Contributor> included = new ArrayList<>(List.of(contributor("A/a", 3), contributor("A/b", 3)));
        for (int e = 0; e < 6; e++) {
            included.add(contributor("E" + e + "/a", 3));
        }
        // A fifth of 7.5: the two names of A share one and a half votes.
        assertThat(WeightShares.votes(included, new Quotas(200, 3)).subList(0, 3))
                .containsExactly(3 * WHOLE / 4, 3 * WHOLE / 4, WHOLE);
    }

    @Test
    void cutting_one_enterprise_does_not_leave_another_above_its_share() {
        // Weights 16, 8, 1 and a share of 1/3 at most: all must weigh as much as the lightest.
        List<Contributor> included = List.of(contributor("A/a", 12), contributor("B/a", 11), contributor("C/a", 8));

        assertThat(WeightShares.assign(included, new Quotas(200, 1), QUANTISATION))
                .containsExactly(WHOLE / 16, WHOLE / 8, WHOLE);
    }

    @Test
    void as_much_weight_is_left_as_the_share_allows() {
        // Weights 16, 8, 1 and a share of 1/2: only the first is above it, and 9 = 8 + 1 is exactly half.
        List<Contributor> included = List.of(contributor("A/a", 12), contributor("B/a", 11), contributor("C/a", 8));

        assertThat(WeightShares.assign(included, Quotas.defaults(), QUANTISATION))
                .containsExactly(WHOLE * 9 / 16, WHOLE, WHOLE);
    }

    @Test
    void weight_far_beyond_the_cap_is_rounded_away() {
        List<Contributor> included = List.of(contributor("A/a", 40), contributor("B/a", 0));

        assertThat(WeightShares.assign(included, Quotas.defaults(), new Quantisation(1_000_000, 16, 32, 40)))
                .containsExactly(0, WHOLE);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void no_enterprise_exceeds_its_share_and_order_does_not_matter(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            int enterprises = 1 + random.nextInt(7);
            List<Contributor> included = new ArrayList<>();
            for (int e = 0; e < enterprises; e++) {
                for (int i = 0; i <= random.nextInt(4); i++) {
                    included.add(contributor("E" + e + "/t" + i, 4 + random.nextInt(10)));
                }
            }
            Quotas quotas = new Quotas(random.nextInt(1_001), 1);
            List<Integer> weights = WeightShares.assign(included, quotas, QUANTISATION);

            Quotas.Share share = quotas.shareAmong(enterprises);
            Map<String, Double> mass = mass(included, weights);
            double total = mass.values().stream().mapToDouble(m -> m).sum();
            int smallest = Collections.min(weights);
            double allowed = (double) share.numerator() / share.denominator() * (1 + 1.0 / smallest) + 1e-12;
            assertThat(mass.values()).allMatch(m -> m / total <= allowed);
            assertThat(weights).contains(WHOLE);

            assertOrderDoesNotMatter(included, weights, quotas, random);
        }
    }

    private static void assertOrderDoesNotMatter(
            List<Contributor> included, List<Integer> weights, Quotas quotas, Random random) {
        List<Contributor> shuffled = new ArrayList<>(included);
        Collections.shuffle(shuffled, random);
        List<Integer> again = WeightShares.assign(shuffled, quotas, QUANTISATION);
        for (int i = 0; i < shuffled.size(); i++) {
            assertThat(again.get(i)).isEqualTo(weights.get(included.indexOf(shuffled.get(i))));
        }
    }

    private static Map<String, Double> mass(List<Contributor> included, List<Integer> weights) {
        Map<String, Double> mass = new TreeMap<>();
        for (int i = 0; i < weights.size(); i++) {
            Contributor c = included.get(i);
            double w = weights.get(i) * StrictMath.pow(2, QUANTISATION.weightLog2(c.rowsLog2()));
            mass.merge(Names.mspOf(c.id()), w, Double::sum);
        }
        return mass;
    }

    private static Contributor contributor(String id, int rowsLog2) {
        return new Contributor(id, Tasks.CID, 100, rowsLog2, null, null);
    }
}
