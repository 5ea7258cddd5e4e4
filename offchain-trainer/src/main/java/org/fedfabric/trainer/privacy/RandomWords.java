package org.fedfabric.trainer.privacy;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.security.SecureRandom;

/** Uniform words of 32 bits, taken from a {@link SecureRandom} some thousand at a time. For one thread. */
final class RandomWords {
    static final int WORD_BITS = 32;

    /** 16 KiB at a time: little beside what one update takes, and the cost of a call is spread over 4,096 words. */
    private static final int BUFFER_BYTES = 16_384;

    private final SecureRandom source;
    private final byte[] bytes = new byte[BUFFER_BYTES];
    private final IntBuffer words = ByteBuffer.wrap(bytes).asIntBuffer();

    RandomWords(SecureRandom source) {
        this.source = source;
        words.position(words.limit());
    }

    /** A word, 0 to 2³² − 1. */
    long next() {
        if (!words.hasRemaining()) {
            source.nextBytes(bytes);
            words.rewind();
        }
        return Integer.toUnsignedLong(words.get());
    }

    /** A fair coin. */
    boolean coin() {
        return (next() & 1) == 1;
    }

    /**
     * A uniform integer in [0, bound), by drawing as many bits as bound − 1 has until they are below it: twice at most, on
     * average.
     *
     * @param bound 1 to 2⁶²
     */
    long below(long bound) {
        int bits = Long.SIZE - Long.numberOfLeadingZeros(bound - 1);
        while (true) {
            long drawn = 0;
            int left = bits;
            for (; left >= WORD_BITS; left -= WORD_BITS) {
                drawn = drawn << WORD_BITS | next();
            }
            if (left > 0) {
                drawn = drawn << left | next() >>> (WORD_BITS - left);
            }
            if (drawn < bound) {
                return drawn;
            }
        }
    }

    /** As {@link #below(long)}, from the same words, for bounds of any size. */
    BigInteger below(BigInteger bound) {
        int bits = bound.subtract(BigInteger.ONE).bitLength();
        while (true) {
            BigInteger drawn = BigInteger.ZERO;
            int left = bits;
            for (; left >= WORD_BITS; left -= WORD_BITS) {
                drawn = drawn.shiftLeft(WORD_BITS).or(BigInteger.valueOf(next()));
            }
            if (left > 0) {
                drawn = drawn.shiftLeft(left).or(BigInteger.valueOf(next() >>> (WORD_BITS - left)));
            }
            if (drawn.compareTo(bound) < 0) {
                return drawn;
            }
        }
    }
}
