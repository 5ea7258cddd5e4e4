package org.fedfabric.trainer.cli;

/** What the process ends with; the same numbers as {@code test-network.sh}. */
final class ExitCode {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;
    static final int NETWORK = 5;
    static final int PORT = 6;
    static final int DISK = 7;
    static final int DATA = 8;
    static final int INCOMPLETE = 9;
    static final int REFUSED = 10;

    private ExitCode() {}
}
