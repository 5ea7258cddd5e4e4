package org.fedfabric.embedded.state;

import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.Version;

/**
 * The transaction that last wrote a key.
 *
 * @param block the block's number
 * @param transaction the position in the block, from 0
 */
public record StateVersion(long block, int transaction) {
    Version toMessage() {
        return Version.newBuilder().setBlockNum(block).setTxNum(transaction).build();
    }

    boolean matches(Version message) {
        return message.getBlockNum() == block && message.getTxNum() == transaction;
    }
}
