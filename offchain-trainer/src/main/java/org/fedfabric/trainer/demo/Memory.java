package org.fedfabric.trainer.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Peak resident memory of a process, where the system tells (Linux). */
final class Memory {
    private Memory() {}

    static OptionalLong peakKilobytes(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    /**
     * The peaks of all processes of a network, added up: of the embedded network's one process, or of each of the real
     * network's. Empty if one of them cannot be read.
     */
    static OptionalLong peakKilobytesOfNetwork(Path network) {
        try {
            long sum = 0;
            for (Path file : processes(network)) {
                OptionalLong peak =
                        peakKilobytes(Long.parseLong(Files.readString(file).strip()));
                if (peak.isEmpty()) {
                    return OptionalLong.empty();
                }
                sum += peak.getAsLong();
            }
            return OptionalLong.of(sum);
        } catch (IOException | NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    private static List<Path> processes(Path network) throws IOException {
        Path folder = network.resolve("pids");
        if (!Files.isDirectory(folder)) {
            return List.of(network.resolve("network.pid"));
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".pid")).toList();
        }
    }
}
