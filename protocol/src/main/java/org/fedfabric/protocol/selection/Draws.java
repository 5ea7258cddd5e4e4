package org.fedfabric.protocol.selection;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.fedfabric.protocol.canonical.Digests;

/**
 * Numbers from a seed: the n-th is SHA-256(seed ‖ "draw" ‖ n as 8 bytes, big end first) modulo the bound. 256 bits
 * against bounds below 2⁶³ leave a bias below 2⁻¹⁹³.
 */
final class Draws {
    private static final byte[] PURPOSE = "draw".getBytes(StandardCharsets.UTF_8);

    private final byte[] seed;
    private long count;

    Draws(String seed) {
        this.seed = Digests.bytes(seed);
    }

    /** The next number, 0 to bound − 1. */
    long next(long bound) {
        byte[] counter = ByteBuffer.allocate(Long.BYTES).putLong(count++).array();
        return new BigInteger(1, Digests.sha256(seed, PURPOSE, counter))
                .mod(BigInteger.valueOf(bound))
                .longValueExact();
    }
}
