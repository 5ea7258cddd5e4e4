package org.fedfabric.experiments.adversary;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.fedfabric.protocol.data.FeatureRows;
import org.fedfabric.protocol.ledger.Assessment;
import org.fedfabric.protocol.task.TaskSpec;

/**
 * What a participant that attacks sends instead of its honest update. Stateless: everything it may remember is in what
 * it is given, so a run that is taken up again after a kill goes on the same.
 */
public interface Adversary {
    /** The rows it trains on instead of its own: poisoned data. The same rows for whoever poisons nothing. */
    default FeatureRows rows(FeatureRows own) {
        return own;
    }

    /**
     * What it wants to send, before weighting and rounding; nothing clips it.
     *
     * @return as many values as the model has parameters
     */
    default double[] update(Situation situation) {
        return situation.trained().get();
    }

    /** Whether it attacks in this version; otherwise it does its honest work (sleepers, on-off attackers). */
    default boolean attacks(long version) {
        return true;
    }

    /**
     * What the model should do in the attacker's interest: test rows, changed as it would change them, under the labels it
     * wants them to get. The share that gets them is the attack's success. Empty where it wants no more than harm or gain.
     */
    default Optional<FeatureRows> aim(FeatureRows test) {
        return Optional.empty();
    }

    /** What it registers of its data: the truth, unless it lies. */
    default Claim claim(Claim honest) {
        return honest;
    }

    /** With which identities attackers take part. */
    enum Identities {
        /** Each with the one it has. */
        OWN,
        /** All of them are identities that one enterprise's administrator has made up. */
        ONE_ENTERPRISE,
        /** Who was rejected leaves, and its enterprise's administrator enrols it under another name. */
        RENEWED,
        /** Before the task, a friendly enterprise runs a sham one in which they earn what they then bring along. */
        VOUCHED_FOR,
        /**
         * Before the task, one of their enterprises runs a sham one whose rows are labelled falsely, so that its verdicts speak
         * ill of the honest and well of themselves; the task asks for the opinions of both.
         */
        SLANDERING
    }

    /**
     * What a participant says of its data when it registers them.
     *
     * @param rowsLog2 the number of rows, rounded down to a power of two
     * @param assessment what it says of their quality
     */
    record Claim(int rowsLog2, Assessment assessment) {}

    /**
     * What an attacker knows when it makes its update.
     *
     * @param spec the task's terms
     * @param version the base version
     * @param participantId itself
     * @param base the base's parameters; not to be changed
     * @param trained what training on {@link Adversary#rows} changed, clipped as the terms ask; computed when asked for
     * @param honest the honest participants' clipped updates in this version: the strongest attacker reads them all;
     *     computed when asked for
     * @param attackers how many attackers this version selected, itself among them
     * @param seed to draw from where the attack is random, of run, version and participant
     */
    record Situation(
            TaskSpec spec,
            long version,
            String participantId,
            float[] base,
            Supplier<double[]> trained,
            Supplier<List<double[]>> honest,
            int attackers,
            long seed) {}
}
