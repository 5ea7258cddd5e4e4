package org.fedfabric.benchmarks.measure;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** Work of the calling thread, in its own processor time: what else runs on the machine is not counted. */
public final class OwnWork implements Contender {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Runnable once;

    /** The work, done once. */
    public OwnWork(Runnable once) {
        this.once = once;
    }

    @Override
    public double seconds(long repetitions) {
        long start = THREADS.getCurrentThreadCpuTime();
        for (long i = 0; i < repetitions; i++) {
            once.run();
        }
        return (THREADS.getCurrentThreadCpuTime() - start) / 1e9;
    }
}
