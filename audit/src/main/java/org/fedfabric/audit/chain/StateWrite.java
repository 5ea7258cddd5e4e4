package org.fedfabric.audit.chain;

/**
 * One key that a transaction changes.
 *
 * @param key the key in the chaincode's namespace
 * @param value the new value; null if the key is deleted. Not to be changed.
 */
public record StateWrite(String key, byte[] value) {}
