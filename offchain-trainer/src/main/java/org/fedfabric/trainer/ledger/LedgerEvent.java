package org.fedfabric.trainer.ledger;

import org.fedfabric.protocol.ledger.TaskEvent;

/**
 * An event and where it stands on the ledger.
 *
 * @param blockNumber the block
 * @param transactionId the transaction that caused it
 * @param event what happened
 */
public record LedgerEvent(long blockNumber, String transactionId, TaskEvent event) {}
