package org.fedfabric.trainer.ledger;

import java.time.Duration;

/**
 * How long each step may take before the client acts on its own. Measured on Fabric v3.1.5 with its processes killed
 * (fabric-facts.md §4).
 *
 * @param evaluate one query; a peer gives its chaincode 8 s
 * @param endorse one collection of endorsements: two peers of 8 s, one after the other, would be 16; the second is the
 *     rare case
 * @param endorseAdvance the same for {@code round:Advance}, where endorsers judge and sum first
 * @param submit handing a transaction to the orderers
 * @param status waiting for its commit, before the same transaction is handed over again: what an orderer accepted is
 *     lost when the leader dies (20 of 20 in one run)
 * @param invocation everything together, retries included, for one call of the client
 */
public record Deadlines(
        Duration evaluate,
        Duration endorse,
        Duration endorseAdvance,
        Duration submit,
        Duration status,
        Duration invocation) {
    /** The measured ones. */
    public static Deadlines defaults() {
        return new Deadlines(
                Duration.ofSeconds(15),
                Duration.ofSeconds(15),
                Duration.ofSeconds(30),
                Duration.ofSeconds(2),
                Duration.ofSeconds(3),
                Duration.ofSeconds(60));
    }

    Duration endorseOf(String function) {
        return function.equals("round:Advance") ? endorseAdvance : endorse;
    }
}
