package org.fedfabric.experiments.adversary;

import org.fedfabric.protocol.ledger.Assessment;
import org.fedfabric.trainer.attack.Attack;

/**
 * Registers a thousand times its rows and calls them perfect, for weight and for places; then sends the opposite of what it
 * has learnt. Nobody verifies a registration: what bounds it are the task's largest weight, the quotas of its enterprise and
 * the small weight that self-assessments have in selection.
 */
final class SizeLiar implements Adversary {
    /** log2 of the factor it claims. */
    static final int EXAGGERATION_LOG2 = 10;

    /** What a registration takes at most. */
    private static final int LARGEST_LOG2 = 40;

    private static final Assessment PERFECT = new Assessment(1_000_000, 1_000_000, 1_000_000);

    @Override
    public Claim claim(Claim honest) {
        return new Claim(Math.min(LARGEST_LOG2, honest.rowsLog2() + EXAGGERATION_LOG2), PERFECT);
    }

    @Override
    public double[] update(Situation situation) {
        return Attack.SIGN_FLIP.multiple(situation.trained().get());
    }
}
