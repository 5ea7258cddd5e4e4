package org.fedfabric.embedded;

import java.nio.file.Path;
import java.util.List;

/** The file from which an enterprise's programs learn how to reach the network. */
final class ConnectionProfile {
    private ConnectionProfile() {}

    /**
     * The profile of one enterprise as YAML; paths are relative to the profile's own folder.
     *
     * @param own whose profile it is
     * @param all the endpoints of the network
     * @param channels the channels of that enterprise, the shared one first
     */
    static String yaml(EnterpriseEndpoint own, List<EnterpriseEndpoint> all, List<String> channels, String chaincode) {
        Path folder = own.connectionProfile().getParent();
        StringBuilder yaml = new StringBuilder("# How to reach the embedded network as ")
                .append(own.name())
                .append(". Written by the network at every start.\n")
                .append("schema: 1\n")
                .append("enterprise: ")
                .append(own.name())
                .append('\n')
                .append("mspId: ")
                .append(own.mspId())
                .append('\n')
                .append("gateways:\n")
                .append(gateway(own, folder));
        all.stream().filter(other -> !other.equals(own)).forEach(other -> yaml.append(gateway(other, folder)));
        return yaml.append("contentStore: \"")
                .append(own.contentApi())
                .append("\"\n")
                .append("channels: [")
                .append(String.join(", ", channels))
                .append("]\n")
                .append("chaincode: ")
                .append(chaincode)
                .append('\n')
                .append("users: ")
                .append(folder.relativize(own.users()))
                .append('\n')
                .toString();
    }

    private static String gateway(EnterpriseEndpoint endpoint, Path folder) {
        return "  - {address: \"" + endpoint.address() + "\", mspId: " + endpoint.mspId() + ", tlsCaCert: "
                + folder.relativize(endpoint.tlsCaCert()) + "}\n";
    }
}
