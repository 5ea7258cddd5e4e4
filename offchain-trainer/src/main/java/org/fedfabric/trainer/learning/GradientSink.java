package org.fedfabric.trainer.learning;

/**
 * Where a backward pass leaves the parameters' gradient g: vector ← scale · g + keep · vector. A step of plain SGD is
 * {@code (parameters, −rate, 1)} and needs no vector for the gradient; momentum is {@code (velocity, 1, μ)}.
 *
 * @param vector as long as the parameter vector and in its order
 * @param scale factor of the gradient
 * @param keep factor of the former contents; 0 means that they do not matter
 */
record GradientSink(Floats vector, float scale, float keep) {
    /** Takes one gradient value, for stages that compute theirs on the heap. */
    float merge(float gradient, float former) {
        return keep == 0 ? scale * gradient : scale * gradient + keep * former;
    }
}
