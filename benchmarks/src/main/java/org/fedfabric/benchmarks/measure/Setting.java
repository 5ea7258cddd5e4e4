package org.fedfabric.benchmarks.measure;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How much is measured.
 *
 * @param windows how often each contender has its turn
 * @param windowSeconds how long a turn is
 * @param warmUpSeconds how long each contender runs before it counts
 * @param transactions how many are sent to a ledger for a figure about single ones; ten times as many for one in parallel
 * @param python an interpreter that has PyTorch, or empty
 * @param root the repository's folder
 * @param network folder of a running network to measure, or empty for an embedded one that is started for it
 * @param versions how many a federation publishes for a figure about its rounds
 */
public record Setting(
        int windows,
        double windowSeconds,
        double warmUpSeconds,
        int transactions,
        Optional<Path> python,
        Path root,
        Optional<Path> network,
        int versions) {
    /** What the published figures are measured with. */
    public static Setting full(Optional<Path> python, Path root) {
        return new Setting(5, 0.25, 1.5, 200, python, root, Optional.empty(), 60);
    }

    /** Enough to see whether something has become much slower. */
    public static Setting quick(Optional<Path> python, Path root) {
        return new Setting(3, 0.05, 0.25, 40, python, root, Optional.empty(), 20);
    }

    /** Enough to see whether a benchmark runs at all. */
    public static Setting tiny(Path root) {
        return new Setting(1, 0, 0, 4, Optional.empty(), root, Optional.empty(), 5);
    }

    /** The same on a network that runs already. */
    public Setting on(Optional<Path> running) {
        return new Setting(windows, windowSeconds, warmUpSeconds, transactions, python, root, running, versions);
    }

    /** The same with so many versions. */
    public Setting publishing(int newVersions) {
        return new Setting(windows, windowSeconds, warmUpSeconds, transactions, python, root, network, newVersions);
    }
}
