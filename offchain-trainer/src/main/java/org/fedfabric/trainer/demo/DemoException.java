package org.fedfabric.trainer.demo;

/** A demo that cannot go on, with a sentence for the person and the exit code that belongs to it. */
public final class DemoException extends RuntimeException {
    /** Wrong usage. */
    public static final int USAGE = 2;
    /** The network is not up or went away. */
    public static final int NETWORK = 5;
    /** The disk of the ledger is full. */
    public static final int DISK_FULL = 7;
    /** The data cannot be read. */
    public static final int DATA = 8;
    /** The task did not complete. */
    public static final int INCOMPLETE = 9;
    /** The ledger refused, for example because a data set's privacy budget is spent. */
    public static final int REFUSED = 10;

    private static final long serialVersionUID = 1L;

    private final int exitCode;

    DemoException(int exitCode, String sentence) {
        super(sentence);
        this.exitCode = exitCode;
    }

    /** What the process ends with. */
    public int exitCode() {
        return exitCode;
    }
}
