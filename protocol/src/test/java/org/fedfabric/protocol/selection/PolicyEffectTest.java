package org.fedfabric.protocol.selection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.fedfabric.protocol.Tasks;
import org.fedfabric.protocol.aggregation.WeightShares;
import org.fedfabric.protocol.ledger.Contributor;
import org.fedfabric.protocol.ledger.Evidence;
import org.fedfabric.protocol.ledger.Verdict.Outcome;
import org.fedfabric.protocol.reputation.Reputation;
import org.fedfabric.protocol.selection.SelectionSimulation.Figures;
import org.fedfabric.protocol.task.Quantisation;
import org.fedfabric.protocol.task.ReputationRule;
import org.fedfabric.protocol.task.Selection;
import org.fedfabric.protocol.task.Selection.Policy;
import org.fedfabric.protocol.task.TaskSpec;
import org.junit.jupiter.api.Test;

/**
 * What each policy does to fairness and to attackers, and what Sybils gain, over a hundred versions by the real rules. Prints
 * the figures of docs/reputation.md; everything follows from fixed seeds, so bounds here cannot fail by chance.
 */
class PolicyEffectTest {
    private static final int VERSIONS = 100;
    private static final int SEEDS = 5;
    private static final Quantisation QUANTISATION = new Quantisation(10_000_000, 16, 32, 12);

    /** Ten enterprises of ten; in each, two attack. */
    private static final List<String> HUNDRED =
            IntStream.range(0, 100).mapToObj(i -> "E" + i / 10 + "/t" + i % 10).toList();

    private static final Predicate<String> ATTACKS = id -> id.endsWith("/t0") || id.endsWith("/t1");

    /** Averages over the seeds. */
    private record Effect(double attackers, double lateAttackers, double jain, int[] spread) {}

    private static TaskSpec spec(Policy policy, long minReputationMicros, ReputationRule rule) {
        return new Tasks()
                .selection(
                        new Selection(policy, 10, 1_000, 200, 200_000, 333_333, 333_333, 333_334, minReputationMicros))
                .reputation(rule)
                .build();
    }

    private static Effect measured(String name, TaskSpec spec) {
        SelectionSimulation federation = new SelectionSimulation(spec, ATTACKS, 0.98, 0.1);
        List<Figures> runs = IntStream.rangeClosed(1, SEEDS)
                .mapToObj(seed -> federation.run(HUNDRED, VERSIONS, seed))
                .toList();
        Effect effect = new Effect(
                runs.stream()
                        .mapToDouble(f -> f.attackerPlaces() / (double) f.places())
                        .average()
                        .orElseThrow(),
                runs.stream()
                        .mapToDouble(f -> 2.0 * f.lateAttackerPlaces() / f.places())
                        .average()
                        .orElseThrow(),
                runs.stream()
                        .mapToDouble(f -> f.jain(ATTACKS.negate()))
                        .average()
                        .orElseThrow(),
                runs.get(0).spread(ATTACKS.negate()));
        System.out.printf(
                Locale.ROOT,
                "%-28s attackers %5.2f %% of places, %5.2f %% of the last 50; honest Jain %.3f, participations %s%n",
                name,
                100 * effect.attackers(),
                100 * effect.lateAttackers(),
                effect.jain(),
                Arrays.toString(effect.spread()));
        return effect;
    }

    @Test
    void reputation_shuts_attackers_out_under_every_policy_and_only_ranking_shuts_out_honest_members_too() {
        ReputationRule rule = ReputationRule.defaults();
        Effect blind = measured("random, no reputation", spec(Policy.RANDOM, 0, rule));
        Effect random = measured("random", spec(Policy.RANDOM, 300_000, rule));
        Effect weighted = measured("weighted", spec(Policy.WEIGHTED, 300_000, rule));
        Effect ranked = measured("ranked", spec(Policy.RANKED, 300_000, rule));
        Effect kang = measured(
                "weighted, MULTI_WEIGHT", spec(Policy.WEIGHTED, 300_000, rule.in(ReputationRule.Form.MULTI_WEIGHT)));

        assertThat(blind.attackers()).isBetween(0.18, 0.22);
        assertThat(List.of(random, weighted, ranked, kang)).allSatisfy(effect -> {
            assertThat(effect.attackers()).isLessThan(0.07);
            assertThat(effect.lateAttackers()).isLessThan(0.02);
        });
        assertThat(random.jain()).isGreaterThan(0.9);
        assertThat(weighted.jain()).isGreaterThan(0.85);
        assertThat(ranked.jain()).isLessThan(0.35);
    }

    @Test
    void fifty_sybils_get_no_more_places_and_no_more_weight_than_their_enterprises_quota() {
        // Fifty honest members of five enterprises, and fifty of one that are never caught.
        List<String> ids = IntStream.range(0, 100)
                .mapToObj(i -> i < 50 ? "E" + i / 10 + "/t" + i % 10 : "Sybil/s" + i)
                .toList();
        Predicate<String> sybils = id -> id.startsWith("Sybil/");
        for (Policy policy : Policy.values()) {
            TaskSpec spec = spec(policy, 300_000, ReputationRule.defaults());
            Figures figures = new SelectionSimulation(spec, sybils, 0.98, 1).run(ids, VERSIONS, 3);
            System.out.printf(
                    Locale.ROOT,
                    "fifty Sybils, %-8s: %.1f %% of places%n",
                    policy,
                    100.0 * figures.attackerPlaces() / figures.places());

            // ⌈10/3⌉ of ten places.
            assertThat(figures.attackerPlaces()).isLessThanOrEqualTo(figures.places() * 4 / 10);
        }
        List<String> selected = Selector.select(
                spec(Policy.RANDOM, 0, ReputationRule.defaults()),
                SelectionSimulation.members(ids),
                1,
                "ab".repeat(32));
        assertThat(weightShare(selected, sybils)).isLessThanOrEqualTo(1.0 / 3);
        // Twin: with the quota at the whole, half the candidates are half the draw on average, and weigh as many.
        TaskSpec open = new Tasks()
                .selection(spec(Policy.RANDOM, 0, ReputationRule.defaults()).selection())
                .quotas(1_000, 1)
                .build();
        Figures unbounded = new SelectionSimulation(open, sybils, 0.98, 1).run(ids, VERSIONS, 3);
        assertThat(unbounded.attackerPlaces()).isGreaterThan(unbounded.places() * 4 / 10);
    }

    @Test
    void an_enterprise_that_goes_on_minting_names_for_rejected_ones_runs_out_of_credit() {
        List<Evidence> minted = new ArrayList<>();
        ReputationRule rule = ReputationRule.defaults();
        long expectation = 500_000;
        while (expectation >= 300_000) {
            minted.add(Reputation.after(Evidence.NONE, Outcome.REJECTED, rule));
            expectation = Reputation.newcomerBaseRateMicros(minted);
        }

        assertThat(minted).hasSize(2);
    }

    /** The share of the sum of weights that quotas leave an enterprise's members, of equal data sets. */
    private static double weightShare(List<String> selected, Predicate<String> of) {
        List<Contributor> included = selected.stream()
                .map(id -> new Contributor(id, Tasks.CID, 412, 10, null, null))
                .toList();
        List<Integer> weights = WeightShares.assign(
                included, spec(Policy.RANDOM, 0, ReputationRule.defaults()).quotas(), QUANTISATION);
        double own = IntStream.range(0, selected.size())
                .filter(i -> of.test(selected.get(i)))
                .mapToLong(weights::get)
                .sum();
        return own / weights.stream().mapToLong(w -> w).sum();
    }
}
