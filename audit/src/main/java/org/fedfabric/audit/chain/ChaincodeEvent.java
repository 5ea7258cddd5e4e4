package org.fedfabric.audit.chain;

/**
 * The event that a transaction emits.
 *
 * @param name its name
 * @param payload its bytes. Not to be changed.
 */
public record ChaincodeEvent(String name, byte[] payload) {}
