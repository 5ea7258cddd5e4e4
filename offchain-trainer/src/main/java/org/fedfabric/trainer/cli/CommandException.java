package org.fedfabric.trainer.cli;

/** A command that cannot go on: a sentence for the person, and the exit code that belongs to it. */
public final class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    /** Ends the command with that code ({@link ExitCode}) and sentence. */
    public CommandException(int exitCode, String sentence) {
        super(sentence);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }
}
