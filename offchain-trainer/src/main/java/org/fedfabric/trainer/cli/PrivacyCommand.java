package org.fedfabric.trainer.cli;

import picocli.CommandLine.Command;
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
    static final class Account extends LedgerCall {
        @Parameters(paramLabel = "LINEAGE", description = "The data set's name.")
        String lineage;

        @Override
        void ask(Session session) throws Exception {
            output.object(session.ledger()
                    .evaluate("privacy:Account", session.profile().mspId(), lineage));
        }
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "The data accounts of an enterprise.")
    static final class ListAll extends LedgerCall {
        @Override
        void ask(Session session) throws Exception {
            output.rows(
                    Pages.all(
                            session.ledger(), "privacy:List", session.profile().mspId()),
                    "registration.lineage",
                    "owner",
                    "version",
                    "unprotected",
                    "spent.rhoNanos",
                    "spent.pureEpsilonNanos",
                    "registration.epsilonCapMicros",
                    "registration.deltaPerBillion");
        }
    }

    @Command(
            name = "top-up",
            mixinStandardHelpOptions = true,
            description = "As a member of a task: set budget aside for more submissions, from the data's account.")
    static final class TopUp extends LedgerCall {
        @Parameters(paramLabel = "TASK", description = "A protected task that has not ended.")
        String task;

        @Option(names = "--submissions", required = true, paramLabel = "N", description = "How many more.")
        long submissions;

        @Override
        void ask(Session session) throws Exception {
            output.object(session.ledger()
                    .submit("privacy:TopUp", task, Long.toString(submissions))
                    .result());
        }
    }

    @Command(
            name = "release",
            mixinStandardHelpOptions = true,
            description = "After a task, or after leaving it: return what was set aside and not spent.")
    static final class Release extends LedgerCall {
        @Parameters(paramLabel = "TASK", description = "A task that has ended, or was left.")
        String task;

        @Override
        void ask(Session session) throws Exception {
            output.object(session.ledger().submit("privacy:Release", task).result());
        }
    }
}
