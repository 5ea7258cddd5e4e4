package org.fedfabric.contentstore;

/**
 * What an operator wants to see of a store.
 *
 * @param version version the store reports of itself
 * @param peers number of other stores it is connected to
 * @param sizeBytes bytes it occupies
 */
public record StoreStatus(String version, int peers, long sizeBytes) {}
