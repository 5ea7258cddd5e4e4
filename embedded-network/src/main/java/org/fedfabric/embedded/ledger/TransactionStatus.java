package org.fedfabric.embedded.ledger;

import org.hyperledger.fabric.protos.peer.TxValidationCode;

/**
 * What became of a transaction.
 *
 * @param block the number of its block
 * @param position its position in the block
 * @param code VALID or why it is not
 */
public record TransactionStatus(long block, int position, TxValidationCode code) {}
