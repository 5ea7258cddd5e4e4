/**
 * Trains a network on one participant's rows: base parameters in, trained parameters out ({@link
 * org.fedfabric.trainer.learning.LocalTraining}), scores of rows ({@link org.fedfabric.trainer.learning.Predictor}) and
 * the usual figures about them ({@link org.fedfabric.trainer.learning.Evaluation}).
 *
 * <p>A network is a chain of stages, one small class per kind of layer with its forward and backward pass. Between stages
 * values lie in heap arrays, image row outermost: [row][example][column][channel], so that one row of a whole batch is
 * contiguous; a flat layer is one row of one column, hence [example][value]. Inside dense layers and convolutions they
 * are multiplied by a {@code Gemm}: OpenBLAS on memory outside the heap, or plain Java where no native library loads.
 */
package org.fedfabric.trainer.learning;
