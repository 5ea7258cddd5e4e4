package org.fedfabric.audit;

import java.util.List;
import org.fedfabric.audit.chain.LedgerTransaction;
import org.fedfabric.audit.finding.Finding;

/**
 * Executes FedFabric's rules again on the state that a chain makes. Fed every transaction of the chain in its order, valid
 * or not ({@link LedgerTransaction#recomputed} tells); afterwards asked once for the outcome. For one thread.
 */
public interface Replay {
    /** Takes the next transaction. */
    void transaction(LedgerTransaction transaction);

    /** What was found, after the last transaction. */
    Outcome outcome();

    /**
     * What a replay found.
     *
     * @param findings every divergence, in the chain's order
     * @param versions one line for each version of the task, in order
     */
    record Outcome(List<Finding> findings, List<VersionLine> versions) {
        /** Takes copies. */
        public Outcome {
            findings = List.copyOf(findings);
            versions = List.copyOf(versions);
        }
    }

    /** Begins replays. */
    @FunctionalInterface
    interface Factory {
        /**
         * Begins the replay of a task.
         *
         * @param task the task's name, or an empty string for all tasks of the channel
         * @param content where the bytes lie that the ledger names
         */
        Replay begin(String task, ContentSource content);
    }
}
