package org.fedfabric.chaincode.service;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What the process needs to know, from environment variables. Those that Fabric's documentation names come first; the
 * short forms in brackets mean the same.
 *
 * <ul>
 *   <li>{@code CHAINCODE_ID} ({@code CORE_CHAINCODE_ID_NAME}, {@code CC_ID}): the package id that
 *       {@code peer lifecycle chaincode calculatepackageid} prints;
 *   <li>{@code CHAINCODE_PACKAGE}: the package file itself; the process then starts only if it has that id and lists exactly
 *       the jars that run;
 *   <li>{@code CHAINCODE_SERVER_ADDRESS}: host:port to listen on ({@code CC_PORT}: the port alone, on 127.0.0.1);
 *   <li>{@code KUBO_API}: the enterprise's IPFS node, say {@code http://127.0.0.1:5001};
 *   <li>{@code KUBO_API_TOKEN_FILE}: file with the token that node asks for, readable by its owner alone; without it none is
 *       sent;
 *   <li>{@code CHAINCODE_TLS_KEY}, {@code CHAINCODE_TLS_CERT}: PEM files of the server; without them the peer connects in
 *       plain text, which is for one machine only;
 *   <li>{@code CHAINCODE_CLIENT_CA_CERT}: PEM file; the peer must then present a certificate issued by it;
 *   <li>what only operators need: see {@link OperatorSettings}.
 * </ul>
 *
 * @param chaincodeId the package id
 * @param packageFile the package, or null to compare nothing
 * @param address where to listen
 * @param kuboApi the content store
 * @param kuboToken its token's file, or null
 * @param tls the server's TLS files, or null for plain text
 */
record Settings(String chaincodeId, Path packageFile, InetSocketAddress address, URI kuboApi, Path kuboToken, Tls tls) {
    /**
     * TLS files.
     *
     * @param key the server's private key, PEM
     * @param certificate the server's certificate, PEM
     * @param clientAuthority who issues the peer's certificate, PEM, or null to take any peer
     */
    record Tls(Path key, Path certificate, Path clientAuthority) {}

    /**
     * Reads the settings.
     *
     * @throws SettingsException naming the variable, what it must be and what it is
     */
    static Settings of(Map<String, String> environment) {
        Variables variables = new Variables(environment);
        return new Settings(
                variables.required(
                        "the package id that `peer lifecycle chaincode calculatepackageid` prints",
                        "CHAINCODE_ID",
                        "CORE_CHAINCODE_ID_NAME",
                        "CC_ID"),
                variables.path("CHAINCODE_PACKAGE"),
                variables.address(),
                variables.kuboApi(),
                variables.path("KUBO_API_TOKEN_FILE"),
                variables.tls());
    }

    /** An address of the form host:port. */
    static InetSocketAddress addressOf(String variable, String given) {
        int colon = given.lastIndexOf(':');
        String host = colon > 0 ? given.substring(0, colon) : "";
        String port = given.substring(colon + 1);
        if (host.isEmpty() || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65_535) {
            throw new SettingsException(
                    variable + " must be host:port with a port up to 65535. Provided value: " + given);
        }
        InetSocketAddress address = new InetSocketAddress(host, Integer.parseInt(port));
        if (address.isUnresolved()) {
            throw new SettingsException(variable + " must name a host that is known here. Provided value: " + given);
        }
        return address;
    }

    private record Variables(Map<String, String> environment) {
        String optional(String... names) {
            for (String name : names) {
                String value = environment.get(name);
                if (value != null && !value.isBlank()) {
                    return value.strip();
                }
            }
            return null;
        }

        String required(String meaning, String... names) {
            String value = optional(names);
            if (value == null) {
                throw new SettingsException(
                        String.join(" or ", names) + " must be set: " + meaning + ". Provided value: none");
            }
            return value;
        }

        InetSocketAddress address() {
            String given = optional("CHAINCODE_SERVER_ADDRESS");
            if (given == null) {
                given = "127.0.0.1:"
                        + required("where to listen, host:port or the port", "CHAINCODE_SERVER_ADDRESS", "CC_PORT");
            }
            return addressOf("CHAINCODE_SERVER_ADDRESS", given);
        }

        URI kuboApi() {
            String given = required("the enterprise's IPFS node, say http://127.0.0.1:5001", "KUBO_API");
            try {
                return URI.create(given);
            } catch (IllegalArgumentException e) {
                throw new SettingsException(
                        "KUBO_API must be an address like http://127.0.0.1:5001. Provided value: " + given);
            }
        }

        Tls tls() {
            Path key = file("CHAINCODE_TLS_KEY");
            Path certificate = file("CHAINCODE_TLS_CERT");
            Path authority = file("CHAINCODE_CLIENT_CA_CERT");
            if ((key == null) != (certificate == null) || (key == null && authority != null)) {
                throw new SettingsException(
                        "CHAINCODE_TLS_KEY and CHAINCODE_TLS_CERT must be set together, and with CHAINCODE_CLIENT_CA_CERT."
                                + " Provided value: " + key + ", " + certificate + ", " + authority);
            }
            return key == null ? null : new Tls(key, certificate, authority);
        }

        Path path(String name) {
            String given = optional(name);
            return given == null ? null : Path.of(given);
        }

        private Path file(String name) {
            Path given = path(name);
            if (given != null && !Files.isReadable(given)) {
                throw new SettingsException(name + " must be a readable PEM file. Provided value: " + given);
            }
            return given;
        }
    }
}
