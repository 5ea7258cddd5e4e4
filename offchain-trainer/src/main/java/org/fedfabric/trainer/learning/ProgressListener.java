package org.fedfabric.trainer.learning;

/** Hears how a training goes on; called on the training thread. */
@FunctionalInterface
public interface ProgressListener {
    /** Hears nothing. */
    ProgressListener NONE = (epoch, meanLoss) -> {};

    /**
     * An epoch is over.
     *
     * @param epoch 1 for the first
     * @param meanLoss weighted mean of the examples' losses in this epoch, each from before its batch's step
     */
    void epochFinished(int epoch, double meanLoss);
}
