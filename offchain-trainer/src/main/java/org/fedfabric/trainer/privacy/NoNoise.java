package org.fedfabric.trainer.privacy;

import org.fedfabric.protocol.ledger.Submission;

/** Leaves updates as they are: every member can read them, and ε is infinite. */
record NoNoise() implements Noise {
    @Override
    public String descriptor() {
        return Submission.NO_NOISE;
    }

    @Override
    public NoisedUpdate addTo(QuantisedUpdate update) {
        return new NoisedUpdate(update.values(), descriptor());
    }
}
