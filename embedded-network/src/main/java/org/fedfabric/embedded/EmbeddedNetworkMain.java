package org.fedfabric.embedded;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line of the embedded network. */
@Command(
        name = "embedded-network",
        mixinStandardHelpOptions = true,
        version = "FedFabric embedded network, speaking the protocols of Hyperledger Fabric 3.1",
        subcommands = {RunCommand.class, IdentityCommand.class},
        description = {
            "A whole Fabric development network in one process: certificate authorities, endorsing",
            "peers with gateways, an orderer, ledgers and content stores for a number of enterprises.",
            "Unchanged Fabric clients and the peer command can use it. It is for one machine and one",
            "operator: it gives the protocol of Fabric, not its guarantees between organisations."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:done; a network that is stopped ends with 143 (SIGTERM) or 130 (Ctrl-C)",
            " 1:something unforeseen; the output says what",
            " 2:the command line cannot be understood",
            " 6:a port belongs to another process",
            " 7:the ledger cannot be extended (disk full); nothing acknowledged is lost",
            "11:the state directory is in use, not writable, or of another shape",
            "12:a chaincode did not come up",
            "13:acknowledged blocks are damaged or missing"
        })
public final class EmbeddedNetworkMain {
    private EmbeddedNetworkMain() {}

    /** Runs a verb and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(execute(arguments));
    }

    static int execute(String... arguments) {
        CommandLine command = new CommandLine(new EmbeddedNetworkMain());
        command.setExecutionExceptionHandler((failure, line, result) -> {
            line.getErr().println("error: " + failure.getMessage());
            return failure instanceof NetworkStartException
                    ? ((NetworkStartException) failure).exitCode().number()
                    : failure instanceof IllegalArgumentException ? ExitCode.USAGE.number() : ExitCode.FAILED.number();
        });
        if (arguments.length == 0) {
            command.usage(command.getOut());
            return ExitCode.USAGE.number();
        }
        return command.execute(arguments);
    }
}
