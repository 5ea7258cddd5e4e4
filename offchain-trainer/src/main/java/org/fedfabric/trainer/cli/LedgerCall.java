package org.fedfabric.trainer.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** A command that opens a session as one user of an enterprise, asks the ledger, and prints the answer. */
abstract class LedgerCall implements Callable<Integer> {
    @Mixin
    NetworkOptions network;

    @Mixin
    Output output;

    @Override
    public final Integer call() throws Exception {
        try (Session session = network.open()) {
            ask(session);
        }
        return ExitCode.DONE;
    }

    /** Asks and prints; what it throws becomes a sentence and an exit code. */
    abstract void ask(Session session) throws Exception;
}
