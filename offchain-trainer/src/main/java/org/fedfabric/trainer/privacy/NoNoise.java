package org.fedfabric.trainer.privacy;

import org.fedfabric.protocol.ledger.Submission;
import org.fedfabric.protocol.task.Quantisation;

/** Leaves updates as they are: every member can read them, and ε is infinite. */
record NoNoise() implements Noise {
    @Override
    public String descriptor() {
        return Submission.NO_NOISE;
    }

    @Override
    public QuantisedUpdate quantise(ClippedUpdate update, Quantisation quantisation, int rowsLog2) {
        return update.quantise(quantisation, rowsLog2);
    }

    @Override
    public NoisedUpdate addTo(QuantisedUpdate update) {
        return new NoisedUpdate(update.take(), descriptor());
    }
}
