package org.fedfabric.protocol.aggregation;

import org.fedfabric.protocol.task.Aggregation;

/** The mean keeps the promises of sums, and is moved at will by whoever sends the largest update. */
class WeightedMeanRuleTest extends AggregationRuleTest {
    WeightedMeanRuleTest() {
        super(Aggregation.Rule.WEIGHTED_MEAN);
    }

    @Override
    double reach(double share, double radius) {
        return 100 * radius;
    }

    @Override
    boolean bearsBadUpdates() {
        return false;
    }
}
