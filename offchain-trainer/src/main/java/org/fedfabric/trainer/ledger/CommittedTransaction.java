package org.fedfabric.trainer.ledger;

/**
 * A transaction that is on the ledger and valid.
 *
 * @param transactionId its id
 * @param blockNumber the block that holds it
 * @param result what the function returned
 * @param attempts proposals it took, 1 without conflict or fault
 */
public record CommittedTransaction(String transactionId, long blockNumber, String result, int attempts) {}
