package org.fedfabric.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.fedfabric.embedded.chaincodehost.ChaincodeFactory;
import org.fedfabric.embedded.chaincodehost.ChaincodeProcess;
import org.fedfabric.embedded.ordering.BatchLimits;

/**
 * What kind of network to start.
 *
 * @param stateDirectory where keys, ledgers and content are kept
 * @param enterprises how many enterprises, 1 to 26
 * @param usersPerEnterprise certificates of participants p1, p2, … to issue in each, besides {@code admin} and
 *     {@code auditor}
 * @param basePort the first port; enterprise i (from 0) uses {@code basePort + 10·i + 1} for gRPC, {@code + 4} for its
 *     chaincode and {@code + 5} for its content store. 0: all ports are free ones the system chooses
 * @param chaincodeName the chaincode's name on all channels
 * @param chaincode makes the instances that run in this JVM; null if they run in processes
 * @param chaincodeProcess how to start each instance as a process; null if they run in this JVM
 * @param proposalTimeWindow how far a proposal's timestamp may be from the clock (peer.authentication.timewindow)
 * @param endorsementTimeout how long a gateway waits for one endorser (peer.gateway.endorsementTimeout)
 * @param executeTimeout how long a contract may run (chaincode.executetimeout)
 * @param chaincodeConnectWait how long a transaction waits for a chaincode that is being restarted
 * @param batchLimits when the orderer cuts a block
 * @param clock the time by which certificates and proposals are judged
 * @param onLedgerFailure told, once, that a ledger cannot be extended; the network accepts nothing more on that channel
 */
public record NetworkConfig(
        Path stateDirectory,
        int enterprises,
        int usersPerEnterprise,
        int basePort,
        String chaincodeName,
        ChaincodeFactory chaincode,
        ChaincodeProcess.Launch chaincodeProcess,
        Duration proposalTimeWindow,
        Duration endorsementTimeout,
        Duration executeTimeout,
        Duration chaincodeConnectWait,
        BatchLimits batchLimits,
        Clock clock,
        Consumer<IOException> onLedgerFailure) {
    /** Ports of one enterprise lie together. */
    static final int PORTS_PER_ENTERPRISE = 10;

    static final int HIGHEST_PORT = 65_535;

    /** Checks the numbers. */
    public NetworkConfig {
        Objects.requireNonNull(stateDirectory, "state directory");
        if (enterprises < 1 || enterprises > Enterprise.MAX) {
            throw new IllegalArgumentException(
                    "A network must have 1 to " + Enterprise.MAX + " enterprises. Provided value: " + enterprises);
        }
        if (usersPerEnterprise < 0) {
            throw new IllegalArgumentException(
                    "The number of users must not be negative. Provided value: " + usersPerEnterprise);
        }
        if (basePort < 0 || basePort + PORTS_PER_ENTERPRISE * enterprises > HIGHEST_PORT) {
            throw new IllegalArgumentException("The base port must be 0 (any free ports) or leave room for "
                    + PORTS_PER_ENTERPRISE + " ports for each enterprise below " + HIGHEST_PORT
                    + ". Provided value: " + basePort);
        }
        if ((chaincode == null) == (chaincodeProcess == null)) {
            throw new IllegalArgumentException("The chaincode must run either in this JVM or in processes");
        }
    }

    /** A network whose chaincode runs in this JVM. */
    public static Builder builder(Path stateDirectory, ChaincodeFactory chaincode) {
        return new Builder(stateDirectory, chaincode, null);
    }

    /** A network whose chaincodes are processes. */
    public static Builder builder(Path stateDirectory, ChaincodeProcess.Launch chaincodeProcess) {
        return new Builder(stateDirectory, null, chaincodeProcess);
    }

    /** Collects what differs from the defaults: three enterprises with two users each, on free ports. */
    public static final class Builder {
        private final Path stateDirectory;
        private final ChaincodeFactory chaincode;
        private final ChaincodeProcess.Launch chaincodeProcess;
        private int enterprises = 3;
        private int usersPerEnterprise = 2;
        private int basePort;
        private String chaincodeName = "fedfabric";
        // The window of FedFabric's networks: deadlines are decided by timestamps.
        private Duration proposalTimeWindow = Duration.ofSeconds(30);
        // Below the 15 s a gateway client waits by default, so that it learns which endorser was slow.
        private Duration endorsementTimeout = Duration.ofSeconds(8);
        private Duration executeTimeout = Duration.ofSeconds(30);
        // A chaincode process is back within about two seconds.
        private Duration chaincodeConnectWait = Duration.ofSeconds(3);
        private BatchLimits batchLimits = BatchLimits.DEFAULT;
        private Clock clock = Clock.systemUTC();
        private Consumer<IOException> onLedgerFailure = failure -> System.err.println(failure.getMessage());

        private Builder(Path stateDirectory, ChaincodeFactory chaincode, ChaincodeProcess.Launch chaincodeProcess) {
            this.stateDirectory = stateDirectory;
            this.chaincode = chaincode;
            this.chaincodeProcess = chaincodeProcess;
        }

        /** How many enterprises. */
        public Builder enterprises(int count) {
            enterprises = count;
            return this;
        }

        /** How many participants' certificates in each enterprise. */
        public Builder usersPerEnterprise(int count) {
            usersPerEnterprise = count;
            return this;
        }

        /** The first port, or 0. */
        public Builder basePort(int port) {
            basePort = port;
            return this;
        }

        /** The chaincode's name. */
        public Builder chaincodeName(String name) {
            chaincodeName = name;
            return this;
        }

        /** How far timestamps may be off. */
        public Builder proposalTimeWindow(Duration window) {
            proposalTimeWindow = window;
            return this;
        }

        /** How long a gateway waits for an endorser. */
        public Builder endorsementTimeout(Duration timeout) {
            endorsementTimeout = timeout;
            return this;
        }

        /** How long a contract may run. */
        public Builder executeTimeout(Duration timeout) {
            executeTimeout = timeout;
            return this;
        }

        /** How long to wait for a chaincode that is being restarted. */
        public Builder chaincodeConnectWait(Duration wait) {
            chaincodeConnectWait = wait;
            return this;
        }

        /** When blocks are cut. */
        public Builder batchLimits(BatchLimits limits) {
            batchLimits = limits;
            return this;
        }

        /** The clock certificates and proposals are judged by. */
        public Builder clock(Clock newClock) {
            clock = newClock;
            return this;
        }

        /** Who is told that a ledger cannot be extended. */
        public Builder onLedgerFailure(Consumer<IOException> listener) {
            onLedgerFailure = listener;
            return this;
        }

        /** The configuration. */
        public NetworkConfig build() {
            return new NetworkConfig(
                    stateDirectory,
                    enterprises,
                    usersPerEnterprise,
                    basePort,
                    chaincodeName,
                    chaincode,
                    chaincodeProcess,
                    proposalTimeWindow,
                    endorsementTimeout,
                    executeTimeout,
                    chaincodeConnectWait,
                    batchLimits,
                    clock,
                    onLedgerFailure);
        }
    }

    /** The port of an enterprise's service, or 0 for any. */
    int port(Enterprise enterprise, int offset) {
        return basePort == 0 ? 0 : basePort + PORTS_PER_ENTERPRISE * enterprise.index() + offset;
    }
}
