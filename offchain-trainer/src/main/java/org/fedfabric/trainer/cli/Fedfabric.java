package org.fedfabric.trainer.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command itself: names its subcommands and turns every failure into a sentence and an exit code. */
@Command(
        name = "fedfabric",
        mixinStandardHelpOptions = true,
        version = "FedFabric 0.1.0",
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Federated learning that a consortium of rival enterprises can audit.",
            "",
            "Rows stay with their owner; models and updates lie in a content store under their own hash; who trained,",
            "what was accepted and why stands on the ledger. Start with: ./test-network.sh demo",
            ""
        },
        footer = {
            "",
            "Exit codes: 0 done, 1 failed, 2 wrong usage, 5 network not up, 7 disk full, 8 data cannot be read,",
            "9 task did not complete, 10 refused by the ledger (the message begins FF-nnnn), 14 the audit found a divergence,",
            "15 the audit could not confirm everything.",
            "Settings: a YAML file (--config), over it FEDFABRIC_… in the environment, over it options; see them all",
            "with fedfabric config explain. With --json, errors too are printed as JSON."
        },
        subcommands = {
            TrainerCommand.class,
            ParticipantCommand.class,
            EnterpriseCommand.class,
            TaskCommand.class,
            PrivacyCommand.class,
            ModelCommand.class,
            LedgerCommand.class,
            AuditCommand.class,
            StatusCommand.class,
            DatasetCommand.class,
            DemoCommand.class,
            ExperimentCommand.class,
            ConfigCommand.class,
            CompletionCommand.class
        })
public final class Fedfabric {
    private Fedfabric() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    /** Runs one command; returns its exit code. */
    static int run(String... arguments) {
        return line().execute(arguments);
    }

    static CommandLine line() {
        return configured(new CommandLine(new Fedfabric()));
    }

    /**
     * The command with a subcommand of a program that has more on its class path, in place of the entry that only stands in
     * the list.
     *
     * @param name the entry's name
     * @param command the subcommand
     */
    public static CommandLine lineWith(String name, Object command) {
        CommandLine line = new CommandLine(new Fedfabric());
        line.getCommandSpec().removeSubcommand(name);
        line.addSubcommand(name, new CommandLine(command));
        return configured(line);
    }

    /** Settings reach only subcommands that are there when they are made. */
    private static CommandLine configured(CommandLine line) {
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setUsageHelpAutoWidth(true);
        line.setExecutionExceptionHandler(Failures::report);
        line.setParameterExceptionHandler(Failures::reportUsage);
        return line;
    }
}
