package org.fedfabric.protocol.contribution;

import java.util.List;

/**
 * Scores the model that some of a version's included updates alone would have made.
 *
 * @param <E> what keeps it from scoring
 */
@FunctionalInterface
public interface CoalitionScore<E extends Exception> {
    /**
     * That model's score on the validation set, in millionths of the task's metric.
     *
     * @param members places of the updates among the included ones, ascending; at least one and never all
     */
    long micros(List<Integer> members) throws E;
}
