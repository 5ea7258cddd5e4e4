package org.fedfabric.experiments.cli;

import org.fedfabric.trainer.cli.Fedfabric;
import picocli.CommandLine;

/** The {@code fedfabric} command with experiments in it, in place of the entry that only stands in the list. */
public final class ExperimentMain {
    private ExperimentMain() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    /** Runs one command; returns its exit code. */
    static int run(String... arguments) {
        return line().execute(arguments);
    }

    static CommandLine line() {
        return Fedfabric.lineWith("experiment", new ExperimentCommand());
    }
}
