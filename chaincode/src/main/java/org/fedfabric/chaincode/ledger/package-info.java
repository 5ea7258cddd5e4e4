/**
 * The ledger as the rules see it: typed records under composite keys, read from the state before the transaction and
 * written at its end. Nothing here knows Fabric; {@link org.fedfabric.chaincode.ledger.LedgerState} is implemented over
 * its stub at the edge, and in memory for tests.
 */
package org.fedfabric.chaincode.ledger;
