package org.fedfabric.embedded;

/** How the process of an embedded network ends; {@code test-network.sh} uses the same numbers up to 9. */
public enum ExitCode {
    /** Stopped as asked. */
    OK(0),
    /** Something unforeseen; the output says what. */
    FAILED(1),
    /** The command line cannot be understood. */
    USAGE(2),
    /** A port belongs to another process. */
    PORT_IN_USE(6),
    /** The ledger cannot be extended; nothing that was acknowledged is lost. */
    LEDGER_NOT_WRITABLE(7),
    /** The state directory belongs to a running network or to one of another shape. */
    STATE_DIRECTORY(11),
    /** A chaincode did not come up in time. */
    CHAINCODE(12),
    /** Acknowledged blocks are damaged or missing. 10 is what the fedfabric command says of a refusal. */
    LEDGER_DAMAGED(13);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    /** The process's exit status. */
    public int number() {
        return number;
    }
}
