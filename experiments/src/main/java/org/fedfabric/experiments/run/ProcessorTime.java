package org.fedfabric.experiments.run;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Processor time of a version, in seconds, of this whole process: of all runs that it carries out at once. Parts that overlap share wall time, but each second of a
 * processor is one part's: what the threads that train and measure take, what those that judge take, and the whole.
 */
final class ProcessorTime {
    /** Threads of {@link Workers} that train and measure; while they wait for judges they take nothing. */
    static final String CORES = "run-cores";

    private static final String JUDGES = "fedfabric-";
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final Map<String, Double> seconds = new TreeMap<>();
    private final Map<Long, Long> judgesAtStart = nanos(JUDGES);
    private final long processAtStart = PROCESS.getProcessCpuTime();
    private Map<Long, Long> coresBefore = nanos(CORES);

    /** What training and measuring threads took since the last call, or since the start, was this part's. */
    void part(String name) {
        Map<Long, Long> now = nanos(CORES);
        seconds.merge(name, since(coresBefore, now), Double::sum);
        coresBefore = now;
    }

    /** The parts, {@code judging} and {@code whole}; nothing where the system does not count. */
    Map<String, Double> seconds() {
        if (processAtStart < 0 || !THREADS.isThreadCpuTimeSupported() || !THREADS.isThreadCpuTimeEnabled()) {
            return Map.of();
        }
        Map<String, Double> all = new TreeMap<>(seconds);
        all.put("judging", since(judgesAtStart, nanos(JUDGES)));
        all.put("whole", (PROCESS.getProcessCpuTime() - processAtStart) / 1e9);
        return all;
    }

    /** Threads that ended meanwhile had nothing to do for long; those that began meanwhile count from zero. */
    private static double since(Map<Long, Long> before, Map<Long, Long> now) {
        long nanos = 0;
        for (var thread : now.entrySet()) {
            nanos += thread.getValue() - before.getOrDefault(thread.getKey(), 0L);
        }
        return nanos / 1e9;
    }

    private static Map<Long, Long> nanos(String name) {
        Map<Long, Long> nanos = new HashMap<>();
        if (!THREADS.isThreadCpuTimeSupported() || !THREADS.isThreadCpuTimeEnabled()) {
            return nanos;
        }
        for (ThreadInfo thread : THREADS.getThreadInfo(THREADS.getAllThreadIds())) {
            if (thread != null && thread.getThreadName().startsWith(name)) {
                long taken = THREADS.getThreadCpuTime(thread.getThreadId());
                if (taken >= 0) {
                    nanos.put(thread.getThreadId(), taken);
                }
            }
        }
        return nanos;
    }
}
