/**
 * Who trains in a version. Scores come from ledger records, chance comes from a beacon that no single member controls,
 * and the same inputs give the same list on every endorser: integers and SHA-256 only. Start with
 * {@link org.fedfabric.protocol.selection.Selector}.
 */
package org.fedfabric.protocol.selection;
