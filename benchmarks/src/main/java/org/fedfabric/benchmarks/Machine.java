package org.fedfabric.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where figures were taken.
 *
 * @param cpu the processor's model, or its architecture where the system does not tell
 * @param cores how many this process may use
 * @param os operating system
 * @param java version of the JVM
 * @param loadAverage processes that ran or waited to run in the last minute, before the first figure; −1 if unknown
 */
record Machine(String cpu, int cores, String os, String java, double loadAverage) {
    private static final double IDLE = 0.7;

    static Machine here() {
        return new Machine(
                cpuModel(),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.version"),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    /** Whether something else used much of a core just before. */
    boolean isLoaded() {
        return loadAverage > IDLE;
    }

    private static String cpuModel() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/cpuinfo"))) {
                if (line.startsWith("model name")) {
                    return line.substring(line.indexOf(':') + 1).strip();
                }
            }
        } catch (IOException e) {
            return System.getProperty("os.arch");
        }
        return System.getProperty("os.arch");
    }
}
