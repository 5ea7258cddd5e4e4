package org.fedfabric.benchmarks.measure;

import java.io.IOException;
import java.util.List;

/** Measures one or several figures. */
@FunctionalInterface
public interface Benchmark {
    /** Measures. */
    List<Figure> run(Setting setting) throws IOException, InterruptedException;
}
