package org.fedfabric.trainer.privacy;

import java.math.BigInteger;
import org.fedfabric.protocol.privacy.Ratio;

/**
 * The discrete Laplace distribution of scale b = t/s: P(x) ∝ exp(−|x|·s/t) on the integers (Canonne, Kamath and Steinke
 * 2020, algorithm 2), drawn exactly and in integers only. Scales below 2⁶² take 64-bit steps but for about one draw in
 * 2³⁰; every other scale takes steps of any length, from the same words and with the same outcome.
 *
 * <p>Draws are rejected and repeated, so the time of one draw depends on what came of it; see {@link ExponentialCoin}.
 */
final class DiscreteLaplace implements LatticeNoise {
    private static final int FAST_BITS = 62;

    private final RandomWords words;
    private final ExponentialCoin coin;
    private final BigInteger t;
    private final BigInteger s;
    private final boolean fast;
    private final long longT;
    private final long longS;
    private final long maxGeometric;
    private final int bitsOfT;
    /** ⌊2^(61 + bits of t) / t⌋, held below 2⁶²; multiplying by it stands in for dividing by t. */
    private final long inverseOfT;

    /**
     * A sampler.
     *
     * @param scale b
     * @param words where randomness comes from
     */
    DiscreteLaplace(Ratio scale, RandomWords words) {
        this(scale, words, true);
    }

    /** As the other, and without 64-bit steps if they are not allowed: a test compares both. */
    DiscreteLaplace(Ratio scale, RandomWords words, boolean fastAllowed) {
        this.words = words;
        this.coin = new ExponentialCoin(words);
        this.t = scale.numerator();
        this.s = scale.denominator();
        this.fast = fastAllowed && t.bitLength() <= FAST_BITS && s.bitLength() <= FAST_BITS;
        this.longT = fast ? t.longValueExact() : 0;
        this.longS = fast ? s.longValueExact() : 0;
        this.maxGeometric = fast ? (Long.MAX_VALUE - longT) / longT : 0;
        this.bitsOfT = t.bitLength();
        this.inverseOfT = fast
                ? BigInteger.ONE
                        .shiftLeft(FAST_BITS - 1 + bitsOfT)
                        .divide(t)
                        .min(BigInteger.ONE.shiftLeft(FAST_BITS).subtract(BigInteger.ONE))
                        .longValueExact()
                : 0;
    }

    @Override
    public long draw() {
        return fast ? drawFast() : held(drawExactly());
    }

    private long drawFast() {
        while (true) {
            long u = words.below(longT);
            if (!tossBy(u)) {
                continue;
            }
            long v = geometric();
            if (v > maxGeometric) {
                BigInteger magnitude = magnitude(BigInteger.valueOf(u), v);
                boolean negative = words.coin();
                return held(negative ? magnitude.negate() : magnitude);
            }
            long x = u + longT * v;
            long magnitude = longS == 1 ? x : x / longS;
            boolean negative = words.coin();
            if (!negative || magnitude != 0) {
                return negative ? -magnitude : magnitude;
            }
        }
    }

    /** Heads with probability exp(−u/t). As u·2^(62 − bits) is below 2⁶², the product is u/t in 61 places, short by less than 2. */
    private boolean tossBy(long u) {
        long product = Math.multiplyHigh(u << (FAST_BITS - bitsOfT + 1), inverseOfT << 1);
        int surplus = FAST_BITS - 1 - ExponentialCoin.PLACES;
        return coin.toss(
                product >>> surplus,
                ((product + 2) >>> surplus) + 1,
                () -> new ExponentialCoin.Fraction(BigInteger.valueOf(u), t));
    }

    private BigInteger drawExactly() {
        while (true) {
            BigInteger u = words.below(t);
            if (!coin.toss(new ExponentialCoin.Fraction(u, t))) {
                continue;
            }
            BigInteger magnitude = magnitude(u, geometric());
            boolean negative = words.coin();
            // Without this, 0 would be drawn twice as often.
            if (!negative || magnitude.signum() != 0) {
                return negative ? magnitude.negate() : magnitude;
            }
        }
    }

    private BigInteger magnitude(BigInteger u, long v) {
        return u.add(t.multiply(BigInteger.valueOf(v))).divide(s);
    }

    /** V with P(V = v) ∝ exp(−v). */
    private long geometric() {
        long v = 0;
        while (coin.tossInverseE()) {
            v++;
        }
        return v;
    }

    private static long held(BigInteger value) {
        return value.bitLength() < Long.SIZE
                ? value.longValue()
                : value.signum() < 0 ? -Long.MAX_VALUE : Long.MAX_VALUE;
    }
}
