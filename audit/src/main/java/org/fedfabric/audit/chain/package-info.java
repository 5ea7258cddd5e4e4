/**
 * What a chain of blocks proves by itself: which transactions lie where, who signed them, which of them count.
 *
 * <p>{@link org.fedfabric.audit.chain.LedgerTransaction} is what comes out: one for each transaction of the chain, in the
 * chain's order, with the validity that its block claims beside the one that was computed from the blocks before it.
 */
package org.fedfabric.audit.chain;
