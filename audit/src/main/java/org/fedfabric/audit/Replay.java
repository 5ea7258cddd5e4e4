package org.fedfabric.audit;

import java.util.List;
import org.fedfabric.audit.chain.LedgerTransaction;
import org.fedfabric.audit.finding.Finding;
import org.fedfabric.contentstore.ContentStore;

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
     * @param gaps what could not be recomputed, in the chain's order: bytes that are gone, tasks under other rules
     * @param versions one line for each version, in the chain's order
     * @param accounts the data accounts that pay for the task, by enterprise and name
     * @param remarks what a reader has to know of the replay as a whole, such as transactions that do not count
     */
    record Outcome(
            List<Finding> findings,
            List<Finding> gaps,
            List<VersionLine> versions,
            List<AccountLine> accounts,
            List<String> remarks) {
        /** Takes copies. */
        public Outcome {
            findings = List.copyOf(findings);
            gaps = List.copyOf(gaps);
            versions = List.copyOf(versions);
            accounts = List.copyOf(accounts);
            remarks = List.copyOf(remarks);
        }

        /** How far everything could be confirmed. */
        public Confirmation confirmation() {
            if (!findings.isEmpty()) {
                return Confirmation.DIVERGES;
            }
            return gaps.isEmpty() ? Confirmation.OK : Confirmation.INCOMPLETE;
        }
    }

    /** Begins replays. */
    @FunctionalInterface
    interface Factory {
        /**
         * Begins the replay of a task.
         *
         * @param task the task's name, or an empty string for all tasks of the channel
         * @param content where the bytes lie that the ledger names; nothing is put into it
         */
        Replay begin(String task, ContentStore content);
    }
}
