package org.fedfabric.protocol.task;

import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.canonical.Tagged;

/**
 * How Advance measures what each included update was worth to the version made of it: by what the model scores on the
 * validation set with it and without it. Every rule scores models of part of the included updates, so it costs every
 * endorser {@link #coalitions} scorings a version beside the judging.
 */
public sealed interface ContributionRule {
    /** Most permutations: the sampling error falls with their square root, and 1,000 already cut it to a thirtieth. */
    int MAX_PERMUTATIONS = 1_000;

    /**
     * Models to score, at most, to measure one version.
     *
     * @param updates how many updates it includes, 0 to 4,096
     */
    long coalitions(int updates);

    /** Score of the model made without the update against that of the model made with it. */
    @Tagged("leave-one-out")
    record LeaveOneOut() implements ContributionRule {
        @Override
        public long coalitions(int updates) {
            // Without the only one it is the base, whose score is known.
            return updates < 2 ? 0 : updates;
        }
    }

    /**
     * The Shapley value: what an update adds, averaged over all orders in which the updates may be added to the base. Over
     * sampled orders by truncated Monte Carlo (Ghorbani and Zou 2019, algorithm 1); exactly, over all coalitions, where
     * they are no more than the members of that many orders.
     *
     * @param permutations K, how many orders are drawn, 1 to 1,000
     * @param toleranceMicros how close to the whole version's score a partial model may come for the rest of its order to
     *     count as adding nothing, in millionths of the task's metric; 0 cuts no order short
     */
    @Tagged("shapley")
    record Shapley(int permutations, long toleranceMicros) implements ContributionRule {
        /** Checks the ranges. */
        public Shapley {
            Checks.inRange(permutations, 1, MAX_PERMUTATIONS, "permutations of contribution");
            Checks.inRange(toleranceMicros, 0, 1_000_000_000L, "toleranceMicros of contribution");
        }

        /** Whether scoring every coalition costs no more than the orders. */
        public boolean isExact(int updates) {
            return updates < Integer.SIZE - 2 && 1L << updates <= (long) permutations * updates;
        }

        @Override
        public long coalitions(int updates) {
            if (updates < 2) {
                return 0;
            }
            // Nobody and everybody are the base and the version itself.
            return isExact(updates) ? (1L << updates) - 2 : (long) permutations * (updates - 1);
        }
    }
}
