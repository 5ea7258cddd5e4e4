package org.fedfabric.experiments.adversary;

import org.fedfabric.trainer.dataset.SeededDraws;

/**
 * Sends an honest participant's update of the same version as its own work, under a header of its own. Only who reads the
 * others' updates before Close can do that, so this is stronger than the ledger allows: there, bytes are revealed after all
 * have committed, and a copied CID fails at the header.
 */
final class Copier implements Adversary {
    @Override
    public double[] update(Situation situation) {
        HonestUpdates honest = HonestUpdates.of(situation);
        return honest.get(SeededDraws.of("copier", situation.seed()).below(honest.count()))
                .clone();
    }
}
