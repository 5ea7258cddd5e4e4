package org.fedfabric.trainer.cli;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.data.RawRows;
import org.fedfabric.protocol.ledger.DataRegistration;
import org.fedfabric.trainer.dataset.DataDisclosure;
import org.fedfabric.trainer.dataset.DigestKey;
import org.fedfabric.trainer.dataset.ParticipantFolder;
import org.fedfabric.trainer.dataset.RowsDigest;
import org.fedfabric.trainer.ledger.ClientIdentity;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Participants: enrol them, register their data, see who there is. */
@Command(
        name = "participant",
        mixinStandardHelpOptions = true,
        description = "Enrol participants and register their data. Joining a task is part of: fedfabric trainer run",
        subcommands = {
            ParticipantCommand.Enroll.class,
            ParticipantCommand.Bind.class,
            ParticipantCommand.Unbind.class,
            ParticipantCommand.Register.class,
            ParticipantCommand.Leave.class,
            ParticipantCommand.ListAll.class
        })
final class ParticipantCommand {
    @Command(
            name = "enroll",
            mixinStandardHelpOptions = true,
            description = "As an enterprise's administrator: give a user's key a name and roles on the ledger.")
    static final class Enroll extends LedgerCall {
        @Parameters(paramLabel = "NAME", description = "The participant's name for life: a-z, 0-9 and -.")
        String name;

        @Option(names = "--user", paramLabel = "USER", description = "Whose certificate. Default: NAME.")
        String certified;

        @Option(
                names = "--roles",
                defaultValue = "TRAINER,AGGREGATOR",
                description = "Of TRAINER, AGGREGATOR, REQUESTER, AUDITOR, in this order. Default: ${DEFAULT-VALUE}.")
        String roles;

        @Override
        void ask(Session session) throws Exception {
            output.object(session.ledger()
                    .submit(
                            "participant:Enroll",
                            name,
                            roles,
                            fingerprint(session, certified == null ? name : certified))
                    .result());
        }
    }

    @Command(
            name = "bind",
            mixinStandardHelpOptions = true,
            description = {
                "As an enterprise's administrator: let a further key act for a participant, which keeps its name, reputation",
                "and budgets. A renewed certificate for the same key needs no binding."
            })
    static final class Bind extends LedgerCall {
        @Parameters(paramLabel = "NAME", description = "The participant.")
        String name;

        @Option(names = "--user", required = true, paramLabel = "USER", description = "Whose certificate.")
        String certified;

        @Override
        void ask(Session session) throws Exception {
            output.object(session.ledger()
                    .submit("participant:Bind", session.profile().mspId() + "/" + name, fingerprint(session, certified))
                    .result());
        }
    }

    @Command(
            name = "unbind",
            mixinStandardHelpOptions = true,
            description = "As an enterprise's administrator: end a key's right to act for its participant.")
    static final class Unbind extends LedgerCall {
        @Option(names = "--user", paramLabel = "USER", description = "Whose certificate.")
        String certified;

        @Option(
                names = "--fingerprint",
                paramLabel = "DIGEST",
                description = "Or the key's fingerprint, as bind printed it, where the certificate is gone.")
        String fingerprint;

        @Override
        void ask(Session session) throws Exception {
            if ((certified == null) == (fingerprint == null)) {
                throw new CommandException(ExitCode.USAGE, "Say which key: either --user or --fingerprint.");
            }
            output.object(session.ledger()
                    .submit("participant:Unbind", fingerprint == null ? fingerprint(session, certified) : fingerprint)
                    .result());
        }
    }

    @Command(
            name = "register",
            mixinStandardHelpOptions = true,
            description = {
                "Register a data set: a salted digest, its size as a power of two, and the share of each class in",
                "sixteenths are disclosed; the rows stay. The first registration takes an administrator's certificate."
            })
    static final class Register implements Callable<Integer> {
        @Mixin
        NetworkOptions network;

        @Mixin
        Output output;

        @Option(names = "--lineage", required = true, description = "The data set's name for life.")
        String lineage;

        @Option(names = "--data", required = true, paramLabel = "DIR", description = "Folder with its rows.")
        Path data;

        @Option(
                names = "--continues",
                defaultValue = "0",
                paramLabel = "VERSION",
                description = "The version this one continues; 0 opens the account. Default: ${DEFAULT-VALUE}.")
        long parent;

        @Option(
                names = "--key",
                paramLabel = "FILE",
                defaultValue = "digest-key",
                description = "The key that salts the digest; made if it is not there. Default: ${DEFAULT-VALUE}.")
        Path key;

        @Option(names = "--protected-only", description = "Let only tasks with a privacy guarantee use the data.")
        boolean protectedOnly;

        @Option(
                names = "--epsilon-cap",
                defaultValue = "8",
                paramLabel = "EPSILON",
                description = {
                    "The most privacy all protected tasks together may cost this data, as epsilon at --delta; raising it",
                    "later takes an administrator's certificate. Default: ${DEFAULT-VALUE}."
                })
        BigDecimal epsilonCap;

        @Option(
                names = "--delta",
                defaultValue = "0.00001",
                description = {
                    "The delta at which epsilon is counted, 1e-9 to 0.001, fixed for the data's life.",
                    "Default: ${DEFAULT-VALUE}."
                })
        BigDecimal delta;

        @Override
        public Integer call() throws Exception {
            RawRows rows = ParticipantFolder.open(data).rows();
            DataDisclosure disclosed = DataDisclosure.of(rows);
            DataRegistration registration = new DataRegistration(
                    1,
                    lineage,
                    parent,
                    RowsDigest.of(DigestKey.openOrCreate(key.toAbsolutePath()), rows),
                    disclosed.rowsLog2(),
                    disclosed.classCoverage16(),
                    disclosed.assessment(),
                    !protectedOnly,
                    scaled("--delta", delta, 9),
                    scaled("--epsilon-cap", epsilonCap, 6),
                    disclosed.dataType());
            try (Session session = network.open()) {
                output.object(session.ledger()
                        .submit("participant:RegisterData", CanonicalJson.write(registration))
                        .result());
            }
            return ExitCode.DONE;
        }

        /** A decimal number as the ledger's whole number of units of 10^-places. */
        private static long scaled(String option, BigDecimal value, int places) {
            try {
                return value.movePointRight(places).longValueExact();
            } catch (ArithmeticException e) {
                throw new IllegalArgumentException(option + " must be a number with at most " + places
                        + " decimal places that fits 64 bits. Provided value: " + value.toPlainString());
            }
        }
    }

    @Command(
            name = "leave",
            mixinStandardHelpOptions = true,
            description = "Leave a task; takes effect at the next selection.")
    static final class Leave extends LedgerCall {
        @Parameters(paramLabel = "TASK")
        String task;

        @Override
        void ask(Session session) throws Exception {
            output.object(session.ledger().submit("participant:Leave", task).result());
        }
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "The participants of an enterprise.")
    static final class ListAll extends LedgerCall {
        @Option(names = "--msp", paramLabel = "MSP", description = "Of this enterprise. Default: the own one.")
        String msp;

        @Override
        void ask(Session session) throws Exception {
            output.rows(
                    Pages.all(
                            session.ledger(),
                            "participant:List",
                            msp == null ? session.profile().mspId() : msp),
                    "id",
                    "roles",
                    "suspended");
        }
    }

    private static String fingerprint(Session session, String user) throws IOException {
        return ClientIdentity.read(
                        session.profile().mspFolder(user), session.profile().mspId())
                .fingerprint();
    }
}
