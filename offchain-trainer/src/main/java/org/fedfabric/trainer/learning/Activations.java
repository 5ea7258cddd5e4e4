package org.fedfabric.trainer.learning;

import org.fedfabric.protocol.model.Shape;

/**
 * What flows between two stages for a batch of n examples: values forwards and the loss's derivatives by them backwards,
 * both as [row][example][column][channel]. Only the first n · shape.size() floats count.
 *
 * @param shape of one example
 * @param values the outputs of the stage before
 * @param gradients ∂loss/∂values; absent where no stage before has parameters to learn
 */
record Activations(Shape shape, float[] values, float[] gradients) {
    /** Room for {@code capacity} examples. */
    static Activations allocate(Shape shape, int capacity, boolean withGradients) {
        int length = Math.multiplyExact(shape.size(), capacity);
        return new Activations(shape, new float[length], withGradients ? new float[length] : null);
    }

    /** The same arrays for a stage that works in place. */
    Activations as(Shape newShape) {
        return new Activations(newShape, values, gradients);
    }

    boolean hasGradients() {
        return gradients != null;
    }

    /** Floats of one image row of one example. */
    int rowLength() {
        return shape.width() * shape.channels();
    }
}
