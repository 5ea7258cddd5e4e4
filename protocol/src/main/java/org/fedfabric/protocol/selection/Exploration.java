package org.fedfabric.protocol.selection;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.fedfabric.protocol.canonical.Digests;

/**
 * Which places are drawn regardless of score: the n-th where SHA-256(seed ‖ "draw" ‖ n as 8 bytes, big end first) modulo
 * 1,000 lies below the rule's thousandths.
 */
final class Exploration {
    /** No place. */
    static final Exploration NONE = new Exploration("00".repeat(Digests.BYTES), 0);

    private static final byte[] PURPOSE = "draw".getBytes(StandardCharsets.UTF_8);

    private final byte[] seed;
    private final int permille;

    Exploration(String seed, int permille) {
        this.seed = Digests.bytes(seed);
        this.permille = permille;
    }

    boolean explores(int place) {
        if (permille == 0) {
            return false;
        }
        byte[] number = ByteBuffer.allocate(Long.BYTES).putLong(place).array();
        return new BigInteger(1, Digests.sha256(seed, PURPOSE, number))
                        .mod(BigInteger.valueOf(1_000))
                        .intValueExact()
                < permille;
    }
}
