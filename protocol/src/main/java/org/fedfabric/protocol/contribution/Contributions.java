package org.fedfabric.protocol.contribution;

import java.util.Arrays;
import java.util.List;
import org.fedfabric.protocol.task.ContributionRule;
import org.fedfabric.protocol.task.UpdateCheck;

/**
 * Measures contributions by the scores of models made of part of a version's included updates. Values are gains in the
 * task's metric: positive where the update made the version better. Rounded down, against whoever would be rewarded.
 *
 * <p>What holds (n updates included):
 * <ul>
 *   <li>Updates whose presence changes the score of every coalition alike get the same value under leave-one-out and exact
 *       Shapley; under sampled Shapley up to the sampling error.
 *   <li>An update that changes no coalition's score gets 0. An update of zeros is not such a one: in a mean it shortens
 *       the step by its share of the weight, and is worth what that does.
 *   <li>Shapley values add up to what the version gained over its base: exact ones to within n millionths, sampled ones to
 *       within n millionths and the tolerance. Leave-one-out values do not add up to anything.
 * </ul>
 * In a task with noise the scores are of noisy updates, so values are post-processing of what is public already: they cost
 * no privacy, and carry the noise.
 */
public final class Contributions {
    private Contributions() {}

    /**
     * The values of a version's included updates, in their order.
     *
     * @param rule how to measure
     * @param metric which way scores are better
     * @param updates how many updates were included, at least 1
     * @param seed draws the orders of sampled Shapley values, 64 hexadecimal digits: one that nobody knew who submitted
     * @param baseMicros score of the base, the model of none of them
     * @param allMicros score of the version, the model of all of them
     * @param scores scores every other coalition
     */
    public static <E extends Exception> List<Long> of(
            ContributionRule rule,
            UpdateCheck.Metric metric,
            int updates,
            String seed,
            long baseMicros,
            long allMicros,
            CoalitionScore<E> scores)
            throws E {
        Gains<E> gains = new Gains<>(metric, updates, baseMicros, allMicros, scores);
        if (rule instanceof ContributionRule.Shapley shapley) {
            long[] values = shapley.isExact(updates)
                    ? ExactShapley.of(gains)
                    : SampledShapley.of(gains, shapley.permutations(), shapley.toleranceMicros(), seed);
            return Arrays.stream(values).boxed().toList();
        }
        return leaveOneOut(gains);
    }

    private static <E extends Exception> List<Long> leaveOneOut(Gains<E> gains) throws E {
        Long[] values = new Long[gains.updates()];
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.subtractExact(gains.ofAll(), gains.without(i));
        }
        return List.of(values);
    }
}
