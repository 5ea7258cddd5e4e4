package org.fedfabric.trainer.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads the YAML form of a {@link ConnectionProfile}; every error names the file and the setting. */
final class ProfileFile {
    private static final Set<String> KEYS = Set.of(
            "schema",
            "enterprise",
            "mspId",
            "gateways",
            "tls",
            "contentStore",
            "contentStoreToken",
            "channels",
            "chaincode",
            "users");
    private static final Set<String> GATEWAY_KEYS = Set.of("address", "mspId", "tlsCaCert");
    private static final Set<String> TLS_KEYS = Set.of("certificate", "key");

    private final Path file;

    private ProfileFile(Path file) {
        this.file = file;
    }

    static ConnectionProfile read(Path file) throws IOException {
        try {
            return new ProfileFile(file.toAbsolutePath()).read();
        } catch (NoSuchFileException e) {
            throw new IOException(
                    "The connection profile must exist. Provided value: " + file
                            + ". Start the network, or name the profile its operator gave you.",
                    e);
        } catch (IllegalArgumentException | YamlEngineException e) {
            throw new IllegalArgumentException("Connection profile " + file + ": " + e.getMessage(), e);
        }
    }

    private ConnectionProfile read() throws IOException {
        Object document;
        try (InputStream in = Files.newInputStream(file)) {
            document = new Load(LoadSettings.builder().build()).loadFromInputStream(in);
        }
        Map<?, ?> map = map(document, "the file", KEYS);
        if (!"1".equals(String.valueOf(map.get("schema")))) {
            throw new IllegalArgumentException("schema must be 1. Provided value: " + map.get("schema"));
        }
        List<GatewayEndpoint> gateways = new ArrayList<>();
        for (Object entry : list(map, "gateways")) {
            Map<?, ?> gateway = map(entry, "an entry of gateways", GATEWAY_KEYS);
            gateways.add(new GatewayEndpoint(
                    text(gateway, "address"), text(gateway, "mspId"), resolve(text(gateway, "tlsCaCert"))));
        }
        return new ConnectionProfile(
                text(map, "enterprise"),
                text(map, "mspId"),
                gateways,
                tls(map),
                URI.create(text(map, "contentStore")),
                Optional.ofNullable(map.containsKey("contentStoreToken") ? text(map, "contentStoreToken") : null)
                        .map(this::resolve),
                list(map, "channels").stream().map(String::valueOf).toList(),
                text(map, "chaincode"),
                resolve(text(map, "users")));
    }

    private Optional<ClientCertificate> tls(Map<?, ?> map) {
        if (!map.containsKey("tls")) {
            return Optional.empty();
        }
        Map<?, ?> tls = map(map.get("tls"), "tls", TLS_KEYS);
        return Optional.of(new ClientCertificate(resolve(text(tls, "certificate")), resolve(text(tls, "key"))));
    }

    private Path resolve(String path) {
        return file.getParent().resolve(path).normalize();
    }

    private static Map<?, ?> map(Object value, String what, Set<String> known) {
        if (!(value instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException(what + " must be a map of settings. Provided value: " + value);
        }
        for (Object key : map.keySet()) {
            if (!known.contains(String.valueOf(key))) {
                throw new IllegalArgumentException(what + " must have the settings "
                        + known.stream().sorted().toList() + " only. Provided value: " + key);
            }
        }
        return map;
    }

    private static String text(Map<?, ?> map, String key) {
        Object value = map.get(key);
        if (value == null || value instanceof Map || value instanceof List) {
            throw new IllegalArgumentException(key + " must be given as one value. Provided value: " + value);
        }
        return value.toString();
    }

    private static List<?> list(Map<?, ?> map, String key) {
        if (!(map.get(key) instanceof List<?> list)) {
            throw new IllegalArgumentException(key + " must be given as a list. Provided value: " + map.get(key));
        }
        return list;
    }
}
