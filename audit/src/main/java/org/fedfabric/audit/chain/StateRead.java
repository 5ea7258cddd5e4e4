package org.fedfabric.audit.chain;

/**
 * One key that a transaction's outcome rests on.
 *
 * @param key the key in the chaincode's namespace
 * @param version who had written it last when the endorsers executed; null if the key did not exist
 */
public record StateRead(String key, StateVersion version) {}
