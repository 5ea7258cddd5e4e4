package org.fedfabric.trainer.learning;

import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.data.FeatureRows;
import org.fedfabric.protocol.model.ModelSpec;

/**
 * Scores of rows, fast and for the owner's eyes: figures that go on the ledger come from {@link
 * org.fedfabric.protocol.model.ForwardPass}, which has the same bits on every machine. For one thread at a time.
 */
public final class Predictor implements AutoCloseable {
    private Network network;

    /** A predictor for this network. */
    public Predictor(ModelSpec model) {
        this.network = NetworkPool.SHARED.take(model);
    }

    /**
     * The network's scores before softmax.
     *
     * @param parameters the flat parameter vector
     * @param features rows × features, row after row
     * @param rows how many examples
     * @return rows × classes, row after row
     */
    public float[] logits(float[] parameters, float[] features, int rows) {
        Checks.require(network != null, "A predictor must be open", "a closed one");
        ModelSpec model = network.spec();
        Checks.require(
                parameters.length == model.parameterCount(),
                "The model must have " + model.parameterCount() + " parameters",
                parameters.length);
        network.load(parameters);
        FeatureRows all = new FeatureRows(features, new int[rows], model.input().size());
        int[] order = new int[rows];
        for (int i = 0; i < rows; i++) {
            order[i] = i;
        }
        int classes = model.classes();
        float[] logits = new float[Math.multiplyExact(rows, classes)];
        for (int from = 0; from < rows; from += network.capacity()) {
            int n = Math.min(network.capacity(), rows - from);
            network.forward(all, order, from, n, /* training= */ false);
            System.arraycopy(network.logits().values(), 0, logits, from * classes, n * classes);
        }
        return logits;
    }

    /** Gives the workspace back. */
    @Override
    public void close() {
        if (network != null) {
            NetworkPool.SHARED.give(network);
            network = null;
        }
    }
}
