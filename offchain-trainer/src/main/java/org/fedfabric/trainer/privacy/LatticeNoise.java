package org.fedfabric.trainer.privacy;

/** A distribution on the integers, symmetric about 0, that noise is drawn from. For one thread. */
interface LatticeNoise {
    /** One draw; what lies outside 64 bits, which no useful scale reaches, is held at their ends. */
    long draw();
}
