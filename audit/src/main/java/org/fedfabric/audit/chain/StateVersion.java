package org.fedfabric.audit.chain;

/**
 * When a key was last written: by which transaction of which block.
 *
 * @param block the block's number
 * @param transaction the position in the block, from 0
 */
public record StateVersion(long block, long transaction) {
    @Override
    public String toString() {
        return block + "." + transaction;
    }
}
