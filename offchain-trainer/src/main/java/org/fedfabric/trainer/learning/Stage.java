package org.fedfabric.trainer.learning;

/** One step of a network's pass over a batch; owns nothing but its workspace, so batches come one after the other. */
interface Stage {
    /**
     * Computes the outputs of n examples from their inputs.
     *
     * @param training whether a backward pass may follow; dropout acts only then
     */
    void forward(int n, boolean training);

    /**
     * Turns ∂loss/∂outputs of the last forward pass into ∂loss/∂inputs, then adds ∂loss/∂parameters to the sink, in this
     * order: the sink may be the parameters themselves.
     */
    void backward(int n, GradientSink sink);
}
