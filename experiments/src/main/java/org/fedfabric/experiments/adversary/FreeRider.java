package org.fedfabric.experiments.adversary;

/** Sends the base back as it was, a zero update, and waits for the others' work (Lin, Du and Liu 2019, section 3). */
final class FreeRider implements Adversary {
    @Override
    public double[] update(Situation situation) {
        return new double[situation.base().length];
    }
}
