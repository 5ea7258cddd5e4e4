package org.fedfabric.trainer.attack;

import org.fedfabric.protocol.task.Quantisation;
import org.fedfabric.trainer.privacy.QuantisedUpdate;

/** A simulated malicious trainer's update. Nothing bounds its norm any more; only the judges stand in its way. */
public final class TamperedUpdate {
    private final double[] values;

    TamperedUpdate(double[] values) {
        this.values = values;
    }

    /** Weights and rounds to integers as an honest trainer does, without clipping again. */
    public QuantisedUpdate quantise(Quantisation quantisation, int rowsLog2) {
        return QuantisedUpdate.insecureOfUnclipped(values, quantisation, rowsLog2);
    }
}
