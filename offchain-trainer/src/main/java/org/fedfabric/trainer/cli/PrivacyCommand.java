package org.fedfabric.trainer.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Privacy budgets: what a data set may spend, has spent, and has set aside for a task. */
@Command(
        name = "privacy",
        mixinStandardHelpOptions = true,
        description = {
            "What data sets may spend on protected tasks, have spent, and have set aside.",
            "Noise itself is a task's: fedfabric task create --privacy. docs/privacy.md says what it protects."
        },
        subcommands = {
            PrivacyCommand.Account.class,
            PrivacyCommand.ListAll.class,
            PrivacyCommand.TopUp.class,
            PrivacyCommand.Release.class
        })
final class PrivacyCommand {
    @Command(
            name = "account",
            mixinStandardHelpOptions = true,
            description = "A data set's cap, what is spent and what is left, as epsilon at its delta.")
    static final class Account implements Callable<Integer> {
        @Mixin
        NetworkOptions network;

        @Mixin
        Output output;

        @Parameters(paramLabel = "LINEAGE", description = "The data set's name.")
        String lineage;

        @Override
        public Integer call() throws Exception {
            try (Session session = network.open()) {
                output.object(session.ledger()
                        .evaluate("privacy:Account", session.profile().mspId(), lineage));
            }
            return ExitCode.DONE;
        }
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "The data accounts of an enterprise.")
    static final class ListAll implements Callable<Integer> {
        @Mixin
        NetworkOptions network;

        @Mixin
        Output output;

        @Override
        public Integer call() throws Exception {
            try (Session session = network.open()) {
                output.rows(
                        Pages.all(
                                session.ledger(),
                                "privacy:List",
                                session.profile().mspId()),
                        "registration.lineage",
                        "owner",
                        "version",
                        "unprotected",
                        "spent.rhoNanos",
                        "spent.pureEpsilonNanos",
                        "registration.epsilonCapMicros",
                        "registration.deltaPerBillion");
            }
            return ExitCode.DONE;
        }
    }

    @Command(
            name = "top-up",
            mixinStandardHelpOptions = true,
            description = "As a member of a task: set budget aside for more submissions, from the data's account.")
    static final class TopUp implements Callable<Integer> {
        @Mixin
        NetworkOptions network;

        @Mixin
        Output output;

        @Parameters(paramLabel = "TASK", description = "A protected task that has not ended.")
        String task;

        @Option(names = "--submissions", required = true, paramLabel = "N", description = "How many more.")
        long submissions;

        @Override
        public Integer call() throws Exception {
            try (Session session = network.open()) {
                output.object(session.ledger()
                        .submit("privacy:TopUp", task, Long.toString(submissions))
                        .result());
            }
            return ExitCode.DONE;
        }
    }

    @Command(
            name = "release",
            mixinStandardHelpOptions = true,
            description = "After a task, or after leaving it: return what was set aside and not spent.")
    static final class Release implements Callable<Integer> {
        @Mixin
        NetworkOptions network;

        @Mixin
        Output output;

        @Parameters(paramLabel = "TASK", description = "A task that has ended, or was left.")
        String task;

        @Override
        public Integer call() throws Exception {
            try (Session session = network.open()) {
                output.object(session.ledger().submit("privacy:Release", task).result());
            }
            return ExitCode.DONE;
        }
    }
}
