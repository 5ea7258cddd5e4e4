package org.fedfabric.protocol.selection;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.canonical.Digests;

/**
 * A participant's contribution to the beacon, fixed before anything can be learnt: x₀ = SHA-256(secret),
 * xᵢ₊₁ = SHA-256(xᵢ), and the tip x_length is registered at Join. Each submission reveals the value before the current
 * tip, which becomes the tip. The object holds the secret and therefore prints nothing of itself.
 */
public final class HashChain {
    /** Longest chain: one value for every version a task can have. */
    public static final int MAX_LENGTH = 100_000;

    private final byte[] start;
    private final int length;

    /**
     * Derives a chain.
     *
     * @param secret at least 16 bytes that only the participant knows; a chain of the same secret is the same chain, so
     *     each task needs its own
     * @param length how many submissions it can serve, 1 to 100,000
     */
    public HashChain(byte[] secret, int length) {
        Checks.inRange(secret.length, 16, 1 << 20, "bytes of the chain's secret");
        this.start = Digests.sha256(secret);
        this.length = Checks.inRange(length, 1, MAX_LENGTH, "length of the chain");
    }

    /** What is registered at Join, 64 hexadecimal digits. */
    public String tip() {
        return value(length);
    }

    /**
     * The value for the next submission.
     *
     * @param revealed how many values were revealed before, 0 to length − 1
     * @throws IllegalArgumentException if the chain is used up
     */
    public String preimage(int revealed) {
        Checks.inRange(revealed, 0, length - 1, "values revealed before");
        return value(length - 1 - revealed);
    }

    /**
     * The value whose digest is the given tip: what the next submission reveals when the ledger holds that tip.
     *
     * @param tip the tip as the ledger has it, 64 hexadecimal digits
     * @return the value, or empty if the tip is none of this chain's or the chain is used up
     */
    public Optional<String> preimageOf(String tip) {
        byte[] wanted = Digests.bytes(tip);
        byte[] value = start;
        for (int i = 0; i < length; i++) {
            byte[] next = Digests.sha256(value);
            if (Arrays.equals(next, wanted)) {
                return Optional.of(HexFormat.of().formatHex(value));
            }
            value = next;
        }
        return Optional.empty();
    }

    private String value(int steps) {
        byte[] value = start;
        for (int i = 0; i < steps; i++) {
            value = Digests.sha256(value);
        }
        return HexFormat.of().formatHex(value);
    }
}
