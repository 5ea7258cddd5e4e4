package org.fedfabric.protocol.model;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Locale;

/**
 * Prints how fast {@link ForwardPass} is from its first call on, in the thread's processor time, so that other programs
 * do not disturb; protocol.md §4 asks for 3 billion multiply-adds a second.
 */
final class ForwardPassSpeed {
    private ForwardPassSpeed() {}

    /**
     * Measures named networks on 500 rows of 28 × 28.
     *
     * @param names networks, {@code small-cnn} if none
     */
    public static void main(String[] names) {
        ThreadMXBean thread = ManagementFactory.getThreadMXBean();
        for (String name : names.length == 0 ? new String[] {"small-cnn"} : names) {
            ModelSpec spec = NamedModels.forName(name, new Shape(28, 28, 1), 10);
            int rows = 500;
            float[] parameters = SeededParameters.draw(spec, 42);
            float[] features = Networks.values(rows * spec.input().size(), 42);
            ForwardPass pass = ForwardPass.of(spec);
            for (int call = 1; call <= 30; call++) {
                long start = thread.getCurrentThreadCpuTime();
                float[] logits = pass.logits(parameters, features, rows);
                double seconds = (thread.getCurrentThreadCpuTime() - start) / 1e9;
                if (call <= 3 || call % 10 == 0) {
                    System.out.printf(
                            Locale.ROOT,
                            "%s call %d: %.0f ms, %.1f billion multiply-adds/s (first score %.3f)%n",
                            name,
                            call,
                            seconds * 1e3,
                            (double) spec.multiplyAdds() * rows / seconds / 1e9,
                            logits[0]);
                }
            }
        }
    }
}
