package org.fedfabric.embedded;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** The file that appears when a network is ready and disappears when it stops. */
final class ReadyFile {
    private ReadyFile() {}

    static String json(
            List<EnterpriseEndpoint> endpoints, List<String> channels, String chaincode, Instant started, long millis) {
        String enterprises = endpoints.stream()
                .map(endpoint -> "    {" + field("name", endpoint.name()) + ", " + field("mspId", endpoint.mspId())
                        + ", " + field("address", endpoint.address()) + ", "
                        + field("contentStore", endpoint.contentApi().toString()) + ", "
                        + field("profile", endpoint.connectionProfile().toString()) + "}")
                .collect(Collectors.joining(",\n"));
        return "{\n  " + field("kind", "embedded") + ",\n  \"pid\": "
                + ProcessHandle.current().pid() + ",\n  " + field("startedAt", started.toString())
                + ",\n  \"startMillis\": " + millis + ",\n  " + field("chaincode", chaincode) + ",\n  \"channels\": ["
                + channels.stream().map(ReadyFile::quoted).collect(Collectors.joining(", "))
                + "],\n  \"enterprises\": [\n" + enterprises + "\n  ]\n}\n";
    }

    private static String field(String name, String value) {
        return quoted(name) + ": " + quoted(value);
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
