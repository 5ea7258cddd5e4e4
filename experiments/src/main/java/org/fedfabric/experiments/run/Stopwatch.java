package org.fedfabric.experiments.run;

import java.util.Map;
import java.util.TreeMap;

/** Wall time of a version by part, in seconds. */
final class Stopwatch {
    private final long startNanos = System.nanoTime();
    private final Map<String, Double> seconds = new TreeMap<>();
    private long lastNanos = startNanos;

    /** The time since the last call, or since the start, was this part's. */
    void part(String name) {
        long now = System.nanoTime();
        seconds.merge(name, (now - lastNanos) / 1e9, Double::sum);
        lastNanos = now;
    }

    /** All parts, and {@code whole}. */
    Map<String, Double> seconds() {
        Map<String, Double> all = new TreeMap<>(seconds);
        all.put("whole", (System.nanoTime() - startNanos) / 1e9);
        return all;
    }
}
