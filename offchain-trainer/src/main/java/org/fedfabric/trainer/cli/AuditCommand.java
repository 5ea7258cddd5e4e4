package org.fedfabric.trainer.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Stands in the list of commands for the audit, whose jars other commands do without: {@code bin/fedfabric} starts it with
 * a class path and a main class of its own.
 */
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        description = "Prove a task from blocks, certificates and bytes; export and verify the evidence.")
final class AuditCommand implements Callable<Integer> {
    @Parameters(hidden = true)
    String[] ignored;

    @Override
    public Integer call() {
        throw new CommandException(
                ExitCode.USAGE, "The audit's jars must be on the class path. Run it as bin/fedfabric audit.");
    }
}
