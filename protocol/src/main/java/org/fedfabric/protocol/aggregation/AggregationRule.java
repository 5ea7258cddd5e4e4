package org.fedfabric.protocol.aggregation;

import java.util.List;
import org.fedfabric.protocol.data.FeatureRows;
import org.fedfabric.protocol.task.TaskSpec;

/**
 * How a version's updates become the next version's parameters. Everybody who has the updates computes the same bits: sums
 * are exact integers, so that the order of updates cannot matter, and each parameter is one division and one rounding.
 *
 * <p>No rule is told how many attackers there are. Whatever a rule bears, it bears for the number of updates at hand.
 */
public interface AggregationRule {
    /**
     * Where a rule gets the task's validation rows from, if it asks.
     *
     * @param <E> why they cannot be had
     */
    @FunctionalInterface
    interface ValidationRows<E extends Exception> {
        /** The rows, encoded by the task's data schema. */
        FeatureRows get() throws E;
    }

    /**
     * The rule of a task.
     *
     * @param validation asked only by a rule that needs them
     * @throws E if the rows cannot be had
     */
    static <E extends Exception> AggregationRule of(TaskSpec spec, ValidationRows<E> validation) throws E {
        return switch (spec.aggregation().rule()) {
            case WEIGHTED_MEAN -> new WeightedMean(spec);
            case MULTI_KRUM -> new MultiKrum(spec);
            case TRIMMED_MEAN -> new TrimmedMean(spec);
            case MEDIAN -> new CoordinateMedian(spec);
            case GEOMETRIC_MEDIAN -> new GeometricMedian(spec);
            case CENTRED_CLIPPING -> new CentredClipping(spec);
            case FLTRUST -> new FlTrust(spec, validation.get());
        };
    }

    /**
     * The next version.
     *
     * @param base this version's parameters, all finite
     * @param updates the updates that judging included, at least one with a weight above 0, each with as many values as
     *     the base
     * @throws IllegalArgumentException if lengths differ, all weights are 0, or there are fewer than the rule works with
     * @throws ArithmeticException if a sum leaves 64 bits or a parameter is not finite, which judged updates cannot cause
     */
    Aggregate next(float[] base, List<WeightedUpdate> updates);
}
