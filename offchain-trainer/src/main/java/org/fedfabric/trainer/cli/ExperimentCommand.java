package org.fedfabric.trainer.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Stands in the list of commands for experiments, whose jars other commands do without: {@code bin/fedfabric} starts them
 * with a class path and a main class of their own.
 */
@Command(
        name = "experiment",
        mixinStandardHelpOptions = true,
        description = "Run grids of federations from scenario files, attackers included, and report on them.")
final class ExperimentCommand implements Callable<Integer> {
    @Parameters(hidden = true)
    String[] ignored;

    @Override
    public Integer call() {
        throw new CommandException(
                ExitCode.USAGE, "The experiments' jars must be on the class path. Run it as bin/fedfabric experiment.");
    }
}
