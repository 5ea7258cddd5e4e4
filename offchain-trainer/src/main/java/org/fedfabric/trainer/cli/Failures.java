package org.fedfabric.trainer.cli;

import com.google.gson.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.fedfabric.contentstore.ContentStoreException;
import org.fedfabric.protocol.canonical.NotCanonicalException;
import org.fedfabric.trainer.dataset.DatasetException;
import org.fedfabric.trainer.demo.DemoException;
import org.fedfabric.trainer.ledger.LedgerException;
import org.fedfabric.trainer.ledger.LedgerRefusal;
import picocli.CommandLine;

/** Turns whatever a command throws into one sentence on standard error and an exit code. */
final class Failures {
    private Failures() {}

    static int report(Exception failure, CommandLine line, CommandLine.ParseResult parsed) {
        PrintWriter err = line.getErr();
        int code = codeOf(failure);
        String sentence = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        if (forMachines(parsed)) {
            err.println(json(sentence, code));
            err.flush();
            return code;
        }
        if (code == ExitCode.FAILED && !(failure instanceof java.io.IOException)) {
            // Nothing we foresaw: whoever mends it needs the trace.
            StringWriter trace = new StringWriter();
            failure.printStackTrace(new PrintWriter(trace));
            err.print(trace);
        }
        err.println("error: " + sentence);
        err.flush();
        return code;
    }

    static int reportUsage(CommandLine.ParameterException wrong, String[] arguments) {
        CommandLine line = wrong.getCommandLine();
        PrintWriter err = line.getErr();
        err.println("error: " + wrong.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(wrong, err);
        err.println("See: " + line.getCommandSpec().qualifiedName() + " --help");
        err.flush();
        return ExitCode.USAGE;
    }

    /** Whether {@code --json} was given as a switch; the demo's names a file instead. */
    private static boolean forMachines(CommandLine.ParseResult parsed) {
        CommandLine.ParseResult last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        CommandLine.Model.OptionSpec json = last.matchedOption("--json");
        return json != null && json.arity().max() == 0;
    }

    private static String json(String sentence, int code) {
        JsonObject error = new JsonObject();
        error.addProperty("error", sentence);
        error.addProperty("exitCode", code);
        return error.toString();
    }

    private static int codeOf(Exception failure) {
        if (failure instanceof CommandException e) {
            return e.exitCode();
        }
        if (failure instanceof DemoException e) {
            return e.exitCode();
        }
        if (failure instanceof LedgerRefusal) {
            return ExitCode.REFUSED;
        }
        if (failure instanceof LedgerException || failure instanceof ContentStoreException) {
            return ExitCode.NETWORK;
        }
        if (failure instanceof DatasetException) {
            return ExitCode.DATA;
        }
        if (failure instanceof NotCanonicalException || failure instanceof IllegalArgumentException) {
            return ExitCode.USAGE;
        }
        return ExitCode.FAILED;
    }
}
