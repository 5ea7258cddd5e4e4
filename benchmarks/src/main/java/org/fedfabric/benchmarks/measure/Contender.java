package org.fedfabric.benchmarks.measure;

import java.io.IOException;

/** Something that can be done any number of times and knows how long it took. */
@FunctionalInterface
public interface Contender {
    /**
     * Does it.
     *
     * @param repetitions how many times, at least 1
     * @return seconds of processor time all of them took
     */
    double seconds(long repetitions) throws IOException;
}
