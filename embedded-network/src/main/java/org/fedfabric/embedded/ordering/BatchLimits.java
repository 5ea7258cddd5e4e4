package org.fedfabric.embedded.ordering;

import java.time.Duration;

/**
 * When a batch is full.
 *
 * @param maxMessages transactions in a block at most
 * @param preferredMaxBytes a batch is cut before it exceeds this, unless one transaction alone is larger
 * @param absoluteMaxBytes a larger transaction is refused
 * @param timeout how long to wait for more transactions; zero cuts as soon as the queue is empty
 */
public record BatchLimits(int maxMessages, int preferredMaxBytes, int absoluteMaxBytes, Duration timeout) {
    /** The limits of FedFabric's real networks, without their waiting. */
    public static final BatchLimits DEFAULT = new BatchLimits(200, 2 << 20, 10 << 20, Duration.ZERO);

    /** Limits that let at least one transaction through. */
    public BatchLimits {
        if (maxMessages < 1 || preferredMaxBytes < 1 || absoluteMaxBytes < preferredMaxBytes || timeout.isNegative()) {
            throw new IllegalArgumentException(
                    "a batch must hold at least one message and byte, prefer no more than it allows, and not wait a"
                            + " negative time. Provided value: " + maxMessages + " messages, " + preferredMaxBytes
                            + " of " + absoluteMaxBytes + " bytes, " + timeout);
        }
    }

    /** The same limits with another waiting time. */
    public BatchLimits withTimeout(Duration newTimeout) {
        return new BatchLimits(maxMessages, preferredMaxBytes, absoluteMaxBytes, newTimeout);
    }
}
