package org.fedfabric.chaincode.ledger;

import java.util.List;

/**
 * Part of a range of the state.
 *
 * @param values in key order
 * @param next the first key that is not on this page, or null after the last
 */
public record StatePage(List<byte[]> values, StateKey next) {}
