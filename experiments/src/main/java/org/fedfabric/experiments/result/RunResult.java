package org.fedfabric.experiments.result;

import java.util.List;
import java.util.Map;
import org.fedfabric.experiments.run.RunSettings;

/**
 * One run's result.
 *
 * @param settings what was run
 * @param provenance where and with what
 * @param rounds one for each version that was published, in order
 * @param participants one for each participant, in order of their ids
 * @param conclusion where it ended
 */
public record RunResult(
        RunSettings settings,
        Provenance provenance,
        List<Round> rounds,
        List<Participation> participants,
        Conclusion conclusion) {
    /**
     * Where a figure comes from.
     *
     * @param dataDigest SHA-256 over training, validation and test rows as they were used
     * @param code version and commit of this program
     * @param java the JVM
     * @param cpu the processor and how many cores were used
     * @param startedAt UTC, ISO 8601
     * @param taskDigest digest of the task's terms on the ledger
     */
    public record Provenance(
            String dataDigest, String code, String java, String cpu, String startedAt, String taskDigest) {}

    /**
     * One published version.
     *
     * @param version 1 is the first after the initial model
     * @param accuracy share of test rows that are right; null where it was not measured
     * @param loss mean cross-entropy on the test rows, in nats; null likewise
     * @param attackSuccess share of triggered test rows that get the attacker's class; null where nothing was planted
     * @param selected participants selected
     * @param included updates included
     * @param rejected by reason
     * @param attackersSelected attackers among those selected
     * @param attackersIncluded attackers' updates among those included
     * @param honestRejected honest participants' updates that were rejected
     * @param seconds wall time by part ({@code training}, {@code ledger}, {@code judging}, {@code evaluating}, {@code
     *     whole}); submitting and judging begin while others train, and count as {@code training} until nobody trains
     * @param processorSeconds processor time of the process by part ({@code training}, {@code judging}, {@code evaluating},
     *     {@code whole}); what the parts leave is the ledger's, the store's, the compiler's and the collector's. Empty where
     *     it was not measured
     */
    public record Round(
            long version,
            Double accuracy,
            Double loss,
            Double attackSuccess,
            int selected,
            int included,
            Map<String, Integer> rejected,
            int attackersSelected,
            int attackersIncluded,
            int honestRejected,
            Map<String, Double> seconds,
            Map<String, Double> processorSeconds) {
        /** Files of earlier releases do not have processor time. */
        public Round {
            processorSeconds = processorSeconds == null ? Map.of() : processorSeconds;
        }
    }

    /**
     * One participant over the whole run.
     *
     * @param id its id on the ledger
     * @param attacker whether it attacked
     * @param rows how many rows it holds
     * @param selected how often it was selected
     * @param included how many of its updates were included
     * @param rejected how many were rejected
     * @param expectation what the ledger expects of it at the end, in [0, 1]
     * @param expectations the same after each version in which it was judged, in order
     * @param contribution sum of its contributions on the ledger, in the task's metric; null where not computed
     */
    public record Participation(
            String id,
            boolean attacker,
            int rows,
            int selected,
            int included,
            int rejected,
            double expectation,
            List<Double> expectations,
            Double contribution) {}

    /**
     * Where a run ended.
     *
     * @param state the task's state on the ledger ({@code COMPLETED} or {@code STOPPED})
     * @param reason why it stopped; null if it completed
     * @param modelCid the last model
     * @param accuracy of the last model on the revealed test set
     * @param epsilon the ε that the noise really gives to a participant selected most often, over the whole run; null
     *     without noise
     * @param delta the δ of that ε; null without noise
     * @param seconds wall time
     * @param peakBytes largest resident memory of the process
     */
    public record Conclusion(
            String state,
            String reason,
            String modelCid,
            double accuracy,
            Double epsilon,
            Double delta,
            double seconds,
            long peakBytes) {}

    /** Keeps copies. */
    public RunResult {
        rounds = List.copyOf(rounds);
        participants = List.copyOf(participants);
    }
}
