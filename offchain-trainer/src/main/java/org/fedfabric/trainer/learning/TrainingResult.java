package org.fedfabric.trainer.learning;

/**
 * What a training came to.
 *
 * @param parameters the trained flat vector, all finite
 * @param meanLoss weighted mean of the examples' losses in the last epoch, in nats, each from before its batch's step
 * @param steps how many batches
 * @param nanos time it took
 */
public record TrainingResult(float[] parameters, double meanLoss, long steps, long nanos) {}
