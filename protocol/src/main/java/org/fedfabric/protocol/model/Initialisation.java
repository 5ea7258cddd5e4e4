package org.fedfabric.protocol.model;

/** How the first weights are drawn from the task's seed; biases start at zero. Exact recipe: {@code InitialModel}. */
public enum Initialisation {
    /** Uniform in ±√(6 / inputs): He et al. 2015, for layers followed by ReLU. */
    HE_UNIFORM,
    /** Uniform in ±√(6 / (inputs + outputs)): Glorot and Bengio 2010. */
    GLOROT_UNIFORM
}
