package org.fedfabric.trainer.privacy;

import java.math.BigInteger;
import org.fedfabric.protocol.privacy.Ratio;

/**
 * The discrete Gaussian distribution of parameter σ² = a/b: P(x) ∝ exp(−x²/2σ²) on the integers (Canonne, Kamath and
 * Steinke 2020, algorithm 3), drawn exactly and in integers only: a discrete Laplace draw Y of scale t = ⌊σ⌋ + 1 is kept
 * with probability exp(−γ), γ = (|Y| − σ²/t)² / 2σ². About three quarters of the draws are kept, for large σ.
 *
 * <p>For σ below 2³⁰, γ is known in 64-bit integers to within some 2⁻²⁸ of itself, which decides nearly every draw; where
 * it does not, the exact fraction does (see {@link ExponentialCoin}). Every other σ takes the exact fraction throughout.
 *
 * <p>Draws are rejected and repeated, so the time of one draw depends on what came of it.
 */
final class DiscreteGaussian implements LatticeNoise {
    /** Binary places of |Y| and of the mean σ²/t in the fast form. */
    private static final int PLACES = 30;

    private static final int MAX_FAST_BITS = 30;
    private static final long MAX_FAST_Y = 1L << 31;
    private static final int NORMAL_BITS = 62;
    /** One less, so that the upper bound, one more, still has 62 bits. */
    private static final int CURVATURE_BITS = 61;

    private final BigInteger a;
    private final BigInteger b;
    private final BigInteger t;
    private final DiscreteLaplace laplace;
    private final ExponentialCoin coin;
    private final boolean fast;
    /** ⌊2³⁰·σ²/t⌋. */
    private final long mean;
    /** 1/2σ² = curvature · 2^−curvatureShift, rounded down, with curvature in [2⁶⁰, 2⁶¹). */
    private final long curvature;

    private final int curvatureShift;

    /**
     * A sampler.
     *
     * @param variance σ²
     * @param words where randomness comes from
     */
    DiscreteGaussian(Ratio variance, RandomWords words) {
        this(variance, words, true);
    }

    /** As the other, and without 64-bit steps if they are not allowed: a test compares both. */
    DiscreteGaussian(Ratio variance, RandomWords words, boolean fastAllowed) {
        this.a = variance.numerator();
        this.b = variance.denominator();
        // ⌊√(a/b)⌋ = ⌊√⌊a/b⌋⌋.
        this.t = a.divide(b).sqrt().add(BigInteger.ONE);
        this.fast = fastAllowed && t.bitLength() <= MAX_FAST_BITS;
        this.laplace = new DiscreteLaplace(new Ratio(t, BigInteger.ONE), words, fastAllowed);
        this.coin = new ExponentialCoin(words);
        BigInteger twoA = a.shiftLeft(1);
        this.mean = fast ? a.shiftLeft(PLACES).divide(b.multiply(t)).longValueExact() : 0;
        int shift = CURVATURE_BITS + twoA.bitLength() - b.bitLength();
        BigInteger scaled = shifted(b, shift).divide(twoA);
        if (scaled.bitLength() > CURVATURE_BITS) {
            shift--;
            scaled = shifted(b, shift).divide(twoA);
        }
        this.curvatureShift = shift;
        this.curvature = scaled.longValueExact();
    }

    private static BigInteger shifted(BigInteger value, int places) {
        return places >= 0 ? value.shiftLeft(places) : value.shiftRight(-places);
    }

    @Override
    public long draw() {
        while (true) {
            long y = laplace.draw();
            long magnitude = Math.abs(y);
            if (fast && magnitude < MAX_FAST_Y ? keepFast(magnitude) : coin.toss(gamma(magnitude))) {
                return y;
            }
        }
    }

    private boolean keepFast(long magnitude) {
        long scaled = magnitude << PLACES;
        // The mean lies in [mean, mean + 1], in units of 2⁻³⁰.
        long near = scaled > mean ? scaled - mean - 1 : mean - scaled;
        long low = gammaTimes(near, curvature, 0);
        long high = gammaTimes(near + 1, curvature + 1, 1);
        return high < 0 ? coin.toss(gamma(magnitude)) : coin.toss(low, high, () -> gamma(magnitude));
    }

    /**
     * distance² · curvature in units of 2⁻⁴⁰, the distance brought to 62 bits first; with {@code up} 0 rounded down at each
     * step, with 1 rounded up.
     *
     * @return the bound, or −1 where it takes more than 62 bits
     */
    private long gammaTimes(long distance, long curvature, int up) {
        if (distance == 0) {
            return 0;
        }
        int lift = Long.numberOfLeadingZeros(distance) - (Long.SIZE - NORMAL_BITS);
        long normal = distance << lift;
        long square = Math.multiplyHigh(normal << 1, normal << 1) + up;
        long product = Math.multiplyHigh(square << 1, curvature << 1) + up;
        // square = normal²/2⁶² and product = square·curvature/2⁶²; undo the lifts, the places and curvature's shift.
        int right = curvatureShift + 2 * lift + 2 * PLACES - 2 * NORMAL_BITS - ExponentialCoin.PLACES;
        if (right >= Long.SIZE - 1) {
            return up;
        }
        if (right >= 0) {
            return (product >>> right) + up;
        }
        return -right > Long.numberOfLeadingZeros(product) - 2 ? -1 : product << -right;
    }

    /** γ = (|Y|·t·b − a)² / (2·a·b·t²). */
    private ExponentialCoin.Fraction gamma(long magnitude) {
        BigInteger tb = t.multiply(b);
        BigInteger distance = BigInteger.valueOf(magnitude).multiply(tb).subtract(a);
        return new ExponentialCoin.Fraction(
                distance.multiply(distance), a.multiply(tb).multiply(t).shiftLeft(1));
    }
}
