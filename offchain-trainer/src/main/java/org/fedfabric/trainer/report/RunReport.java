package org.fedfabric.trainer.report;

import java.util.List;

/**
 * Everything a run reports; also the object that {@code --json} writes. Times are seconds; shares lie in [0, 1]; what
 * does not apply is null.
 *
 * @param network {@code embedded} or {@code fabric}
 * @param networkDescription the same for people, with versions
 * @param dataset {@code generated}, {@code mnist} or {@code csv}
 * @param task the task's name on the ledger
 * @param seed what the run was seeded with
 * @param versions versions published after the initial model
 * @param accuracy of the final model on the test rows
 * @param f1 of the final model: of the positive class with two classes, else the mean over classes
 * @param localOnlyF1 mean F1 of the models each enterprise trains alone, with equal epochs; null without baselines
 * @param pooledF1 F1 of the model trained on all rows together, with equal epochs; null without baselines
 * @param epsilon privacy loss of the participant that has spent most; null where it is infinite: without noise, or simulated
 * @param delta its failure probability; null where epsilon is
 * @param noise what was added to updates; null without noise
 * @param finalModelCid address of the final model
 * @param testCid address of the test rows, which the task committed to when it was created
 * @param ledgerHeight blocks on the channel at the end
 * @param failedTransactions invocations that ended neither valid nor as an expected refusal, after retries
 * @param retriedTransactions invocations that needed more than one try
 * @param coldStartSeconds from the command, with a current build, to the first training step
 * @param wallSeconds from the command to the final model, evaluation of every version included, build and baselines not
 * @param buildSeconds what building took before
 * @param baselineSeconds what the baselines took after
 * @param times how wallSeconds divides along the critical path
 * @param peakMemoryMb sum of the processes' peak resident memory; null where the system does not tell
 * @param members what became of each participant
 * @param history what each version brought
 */
public record RunReport(
        String network,
        String networkDescription,
        String dataset,
        String task,
        long seed,
        int versions,
        double accuracy,
        double f1,
        Double localOnlyF1,
        Double pooledF1,
        Double epsilon,
        Double delta,
        Noise noise,
        String finalModelCid,
        String testCid,
        long ledgerHeight,
        long failedTransactions,
        long retriedTransactions,
        double coldStartSeconds,
        double wallSeconds,
        double buildSeconds,
        double baselineSeconds,
        CriticalPath times,
        Long peakMemoryMb,
        List<Member> members,
        List<Version> history) {
    /** The share of judged updates that were included; 1 if none was judged. */
    public double acceptedShare() {
        long included = history.stream().mapToLong(Version::included).sum();
        long rejected = history.stream().mapToLong(Version::rejected).sum();
        return included + rejected == 0 ? 1 : (double) included / (included + rejected);
    }

    /**
     * The noise on every update.
     *
     * @param mechanism its canonical descriptor, as every submission declares it
     * @param simulated whether it was drawn from a seed and protects nobody
     * @param multiplier its width relative to the sensitivity
     * @param signalNorm most that the norm of a version's mean of clipped updates can be
     * @param noiseNorm expected norm of the noise in that mean
     * @param signalToNoise the first over the second
     * @param protects what is protected against whom
     */
    public record Noise(
            String mechanism,
            boolean simulated,
            double multiplier,
            double signalNorm,
            double noiseNorm,
            double signalToNoise,
            String protects) {}

    /**
     * A participant's part.
     *
     * @param id {@code mspId/name}
     * @param enterprise its enterprise
     * @param attacker the attack it simulates, or null
     * @param selected how often it was selected
     * @param accepted updates included
     * @param rejected updates rejected by the judges
     * @param unavailable updates it withheld
     * @param absent how often it was selected and submitted nothing
     * @param reputation expectation at the end
     * @param contribution what its updates were worth in the ledger's metric, positive = they helped; null where not measured
     * @param epsilon its privacy loss; null where it is infinite
     */
    public record Member(
            String id,
            String enterprise,
            String attacker,
            int selected,
            int accepted,
            int rejected,
            int unavailable,
            int absent,
            double reputation,
            Double contribution,
            Double epsilon) {}

    /**
     * One published version.
     *
     * @param version its number, from 0
     * @param modelCid address of its bytes
     * @param accuracy on the test rows
     * @param f1 on the test rows
     * @param score the ledger's metric on the validation rows (mean cross-entropy in nats, or accuracy)
     * @param selected how many were selected to train on it
     * @param included how many of their updates were included in its successor
     * @param rejected how many were rejected
     * @param unavailable how many were withheld
     * @param seconds from its publication to its successor's; 0 for the last
     * @param transactionId the transaction that published its successor; null for the last
     * @param epsilon what the participant that has spent most had spent when it was published; null where infinite
     */
    public record Version(
            long version,
            String modelCid,
            double accuracy,
            double f1,
            double score,
            int selected,
            int included,
            int rejected,
            int unavailable,
            double seconds,
            String transactionId,
            Double epsilon) {}
}
