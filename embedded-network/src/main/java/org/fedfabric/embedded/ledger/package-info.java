/**
 * A channel's chain of blocks and everything derived from it.
 *
 * <p>{@link org.fedfabric.embedded.ledger.Ledger} takes a batch of ordered transactions, decides which are valid
 * ({@link org.fedfabric.embedded.ledger.TransactionValidator}), appends the block to a file
 * ({@link org.fedfabric.embedded.ledger.BlockFile}), waits until the disk has it, and only then changes the state and
 * tells anybody. State, history and indexes are rebuilt from the file at every start, so there is nothing else that a
 * crash could damage.
 */
package org.fedfabric.embedded.ledger;
