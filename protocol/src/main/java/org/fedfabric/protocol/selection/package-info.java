/**
 * Who trains in a version. Scores come from ledger records, chance comes from a beacon that no single enterprise controls,
 * and the same inputs give the same list on every endorser: integers, SHA-256 and one strict logarithm. Start with
 * {@link org.fedfabric.protocol.selection.Selector}.
 */
package org.fedfabric.protocol.selection;
