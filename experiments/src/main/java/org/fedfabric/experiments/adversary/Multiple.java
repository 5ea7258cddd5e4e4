package org.fedfabric.experiments.adversary;

import org.fedfabric.trainer.attack.Attack;

/**
 * Sends a negative multiple of what it has learnt (sign-flipping attack: Li, Xu, Chen, Giannakis and Ling, RSA, AAAI
 * 2019): the opposite, or five times that, which lies beyond the norm bound and so shows what the bound is worth.
 */
final class Multiple implements Adversary {
    private final Attack attack;

    Multiple(Attack attack) {
        this.attack = attack;
    }

    @Override
    public double[] update(Situation situation) {
        return attack.multiple(situation.trained().get());
    }
}
