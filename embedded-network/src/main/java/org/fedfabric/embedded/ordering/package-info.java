/**
 * The order of transactions: one queue per channel, cut into batches, handed to the ledger.
 *
 * <p>As with Fabric's orderers, an accepted transaction is not yet durable; only its commit status tells.
 */
package org.fedfabric.embedded.ordering;
