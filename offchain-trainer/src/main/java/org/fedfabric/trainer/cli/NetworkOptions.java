package org.fedfabric.trainer.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which network a command talks to, and as whom. */
public final class NetworkOptions {
    @Option(
            names = "--network",
            paramLabel = "DIR",
            defaultValue = "${env:FEDFABRIC_NETWORK_FOLDER:-network/.state/embedded}",
            description = "The network's folder, with a connection profile per enterprise. Default: ${DEFAULT-VALUE}.")
    Path network;

    @Option(
            names = "--enterprise",
            paramLabel = "NAME",
            defaultValue = "${env:FEDFABRIC_NETWORK_ENTERPRISE:-enterprise-a}",
            description = "The enterprise to act for. Default: ${DEFAULT-VALUE}.")
    String enterprise;

    @Option(
            names = "--as",
            paramLabel = "USER",
            defaultValue = "admin",
            description = "The user of the enterprise whose certificate signs. Default: ${DEFAULT-VALUE}.")
    String user;

    /** Connects; nothing is sent yet. */
    public Session open() {
        return Session.open(network, enterprise, user);
    }
}
