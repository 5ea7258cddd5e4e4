package org.fedfabric.benchmarks.measure;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Commands that start further JVMs. */
public final class Jvm {
    private Jvm() {}

    /** The java command of this JVM. */
    public static String executable() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** A JVM with this one's flags and class path, and another main class. */
    public static List<String> like(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(executable());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }
}
