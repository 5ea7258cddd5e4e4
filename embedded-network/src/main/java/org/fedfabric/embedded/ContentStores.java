package org.fedfabric.embedded;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.fedfabric.embedded.blockstore.BlockStoreServer;

/** The content stores of a network, one per enterprise, each of which asks the others for what it does not have. */
final class ContentStores {
    private final Map<Enterprise, URI> endpoints = new ConcurrentHashMap<>();

    private ContentStores() {}

    static ContentStores start(NetworkConfig config, StateDirectory state, Ports ports, OpenResources open)
            throws IOException {
        ContentStores stores = new ContentStores();
        for (Enterprise enterprise : Enterprise.first(config.enterprises())) {
            BlockStoreServer server = open.add(ports.bind(
                    enterprise,
                    Ports.Service.CONTENT,
                    port -> BlockStoreServer.start(
                            state.content(enterprise.name()), port, stores.othersThan(enterprise))));
            stores.endpoints.put(enterprise, server.uri());
        }
        return stores;
    }

    private Supplier<List<URI>> othersThan(Enterprise own) {
        return () -> endpoints.entrySet().stream()
                .filter(entry -> !entry.getKey().equals(own))
                .map(Map.Entry::getValue)
                .toList();
    }

    URI of(Enterprise enterprise) {
        return endpoints.get(enterprise);
    }
}
