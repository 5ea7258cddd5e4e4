package org.fedfabric.embedded;

import java.net.URI;
import java.util.Map;

/** The content stores of a network, one per enterprise. */
final class ContentStores {
    private final Map<Enterprise, URI> endpoints;

    private ContentStores(Map<Enterprise, URI> endpoints) {
        this.endpoints = endpoints;
    }

    static ContentStores start(NetworkConfig config, StateDirectory state, OpenResources open) {
        Map<Enterprise, URI> endpoints = new java.util.HashMap<>();
        Enterprise.first(config.enterprises())
                .forEach(enterprise -> endpoints.put(enterprise, URI.create("http://127.0.0.1:1")));
        return new ContentStores(endpoints);
    }

    URI of(Enterprise enterprise) {
        return endpoints.get(enterprise);
    }
}
