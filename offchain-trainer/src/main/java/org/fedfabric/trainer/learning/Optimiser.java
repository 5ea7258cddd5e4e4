package org.fedfabric.trainer.learning;

import org.fedfabric.protocol.task.Training;

/** Turns gradients into steps for one network; its memory starts empty at every participant's training. */
interface Optimiser {
    /**
     * Where the next part of a batch leaves its gradient.
     *
     * @param first whether it is the batch's first part
     */
    GradientSink sink(boolean first);

    /** Moves the parameters after the last part of a batch. */
    void step();

    /** The rule a training asks for, on this network. */
    static Optimiser of(Training training, Network network) {
        float rate = training.rateMicros() / 1e6f;
        float momentum = training.momentumMicros() / 1e6f;
        if (training.optimiser() == Training.Optimiser.ADAM) {
            return new Adam(network, rate);
        }
        return momentum == 0 && training.batch() <= network.capacity()
                ? new DirectDescent(network, rate)
                : new Momentum(network, rate, momentum);
    }
}
