package org.fedfabric.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.fedfabric.embedded.chaincodehost.ChaincodeProcess;
import org.fedfabric.embedded.chaincodehost.NamedChaincode;
import org.fedfabric.embedded.ordering.BatchLimits;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts a network and keeps it until the process is told to stop. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Starts a network, or goes on with the one in the state directory, until SIGTERM or Ctrl-C.",
            "It is ready when DIR/ready.json appears; DIR/connection/ENTERPRISE.yaml says how to reach it.",
            "Killed at any moment, it goes on at the next start with every transaction it has acknowledged."
        },
        footer = {
            "",
            "Example: embedded-network run --state /tmp/net --enterprises 2",
            "Users admin, auditor, p1, p2, … are in DIR/crypto/ENTERPRISE/users/NAME/msp."
        })
final class RunCommand implements Callable<Integer> {
    /** The chaincode this project exists for. */
    private static final String FEDFABRIC = "org.fedfabric.embedded.FedFabricFactory";

    @Option(names = "--state", required = true, paramLabel = "DIR", description = "Keys, ledgers and content.")
    private Path state;

    @Option(
            names = "--enterprises",
            paramLabel = "N",
            defaultValue = "3",
            description = "Enterprises, lettered from enterprise-a (default: ${DEFAULT-VALUE}).")
    private int enterprises;

    @Option(
            names = "--users",
            paramLabel = "K",
            defaultValue = "2",
            description = "Participants p1 to pK of each enterprise (default: ${DEFAULT-VALUE}).")
    private int users;

    @Option(
            names = "--base-port",
            paramLabel = "PORT",
            defaultValue = "0",
            description = {
                "Enterprise i (from 0) takes PORT+10i+1 for gRPC, +4 for its chaincode, +5 for its",
                "content store. 0 takes free ports (default)."
            })
    private int basePort;

    @Option(
            names = "--chaincode",
            paramLabel = "CLASS",
            defaultValue = FEDFABRIC,
            description = "The chaincode's class (default: ${DEFAULT-VALUE}).")
    private String chaincode;

    @Option(
            names = "--chaincode-name",
            paramLabel = "NAME",
            defaultValue = "fedfabric",
            description = "Its name on all channels (default: ${DEFAULT-VALUE}).")
    private String chaincodeName;

    @Option(
            names = "--separate-chaincode",
            description = "Each enterprise's chaincode in a process of its own, restarted when it dies.")
    private boolean separateChaincode;

    @Option(
            names = "--batch-timeout",
            paramLabel = "MS",
            defaultValue = "0",
            description = {
                "Milliseconds the orderer waits for more transactions. 0 cuts a block whenever the",
                "queue is empty (default); real networks wait 50 to 2000 and see more conflicts."
            })
    private long batchTimeoutMillis;

    @Option(
            names = "--proposal-window",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "How far a proposal's timestamp may be from the clock (default: ${DEFAULT-VALUE}).")
    private long proposalWindowSeconds;

    @Override
    public Integer call() throws IOException, InterruptedException {
        CompletableFuture<ExitCode> end = new CompletableFuture<>();
        NetworkConfig config = builder()
                .enterprises(enterprises)
                .usersPerEnterprise(users)
                .basePort(basePort)
                .chaincodeName(chaincodeName)
                .proposalTimeWindow(Duration.ofSeconds(proposalWindowSeconds))
                .batchLimits(BatchLimits.DEFAULT.withTimeout(Duration.ofMillis(batchTimeoutMillis)))
                .onLedgerFailure(failure -> {
                    System.err.println("error: " + failure.getMessage());
                    end.complete(ExitCode.LEDGER_NOT_WRITABLE);
                })
                .build();
        EmbeddedNetwork network = EmbeddedNetwork.start(config);
        Runtime.getRuntime().addShutdownHook(new Thread(network::close, "stop"));
        System.out.println("The embedded network is ready: " + enterprises + " enterprises, state in "
                + state.toAbsolutePath().normalize());
        return end.join().number();
    }

    private NetworkConfig.Builder builder() {
        return separateChaincode
                ? NetworkConfig.builder(state, ChaincodeProcess.Launch.ofChaincode(chaincode))
                : NetworkConfig.builder(state, NamedChaincode.factory(chaincode));
    }
}
