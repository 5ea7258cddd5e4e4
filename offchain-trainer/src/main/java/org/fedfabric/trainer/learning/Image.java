package org.fedfabric.trainer.learning;

import org.fedfabric.protocol.model.Shape;

/**
 * Values of a batch of images where a {@link Gemm} computes: [row][phase][example][column of the phase][channel], going
 * forward the values, coming back their gradients. Columns 0, p, 2p, … are phase 0, the next ones phase 1, and so on:
 * with as many phases as a pool is wide, the values that the pool compares lie at equal places of neighbouring blocks.
 *
 * @param shape of one example; height and width are multiples of the phases
 * @param phases 1 for an image in plain order
 * @param memory where the values lie
 */
record Image(Shape shape, int phases, Floats memory) {
    /** Room for {@code capacity} images, cut to multiples of the phases. */
    static Image allocate(Gemm gemm, Shape shape, int phases, int capacity) {
        Shape cut = new Shape(
                shape.height() - shape.height() % phases, shape.width() - shape.width() % phases, shape.channels());
        return new Image(cut, phases, gemm.allocate(Math.multiplyExact(capacity, cut.size())));
    }

    /** Columns of a phase. */
    int columns() {
        return shape.width() / phases;
    }

    /** Floats of one row of one phase, for n examples. */
    int block(int n) {
        return n * columns() * shape.channels();
    }
}
