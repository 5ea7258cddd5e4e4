package org.fedfabric.trainer.cli;

/** What the process ends with; the same numbers as {@code test-network.sh}. */
public final class ExitCode {
    /** Done. */
    public static final int DONE = 0;

    /** Failed in a way nobody foresaw. */
    public static final int FAILED = 1;

    /** Wrong usage. */
    public static final int USAGE = 2;

    /** The network is not up or does not answer. */
    public static final int NETWORK = 5;

    /** A port is in use. */
    public static final int PORT = 6;

    /** The disk is full. */
    public static final int DISK = 7;

    /** Data cannot be read. */
    public static final int DATA = 8;

    /** The task did not complete. */
    public static final int INCOMPLETE = 9;

    /** Refused by the ledger. */
    public static final int REFUSED = 10;

    /** An audit found that something is recorded which does not follow from the evidence. */
    public static final int DIVERGENCE = 14;

    /** An audit found nothing wrong, but could not confirm everything: evidence is missing. */
    public static final int UNCONFIRMED = 15;

    private ExitCode() {}
}
