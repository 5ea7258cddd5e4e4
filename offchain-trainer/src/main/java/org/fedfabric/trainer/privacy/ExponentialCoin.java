package org.fedfabric.trainer.privacy;

import java.math.BigInteger;
import java.util.function.Supplier;

/**
 * Coins that show heads with probability exp(−γ) exactly, for a rational γ ≥ 0 (Canonne, Kamath and Steinke 2020,
 * algorithm 1), in integers only.
 *
 * <p>Every step asks whether a uniform real number R in [0, 1) lies below a rational p. The words that are drawn are R's
 * binary digits, 32 at a time, and as soon as they decide the question no more are drawn. The fast form knows p only to
 * lie in an interval of integers over 2⁴⁰; where R's first word decides for every p in the interval it decides for the
 * true one, and where it does not, which happens about once in 2³⁰ times, the exact fraction is asked. So both forms draw
 * the same words and show the same faces.
 *
 * <p>How long a toss takes depends on γ and on its outcome, so whoever can measure the time of single tosses learns
 * something of the noise. An update's time is the sum of many thousand of them.
 */
final class ExponentialCoin {
    /** Binary places of the fast form's bounds: 8 more than a word has, so that the interval is narrow beside a word. */
    static final int PLACES = 40;

    private static final long ONE = 1L << PLACES;
    private static final int WORD_PLACES = PLACES - RandomWords.WORD_BITS;

    /** Up to here, word · K · 2⁸ fits 64 bits; the K-th step is reached with probability 1/K!. */
    private static final long MAX_FAST_K = 1L << 20;

    private final RandomWords words;

    ExponentialCoin(RandomWords words) {
        this.words = words;
    }

    /** A fraction of integers, the denominator positive. */
    record Fraction(BigInteger numerator, BigInteger denominator) {
        Fraction times(long factor) {
            return new Fraction(numerator, denominator.multiply(BigInteger.valueOf(factor)));
        }
    }

    private static final Fraction UNITY = new Fraction(BigInteger.ONE, BigInteger.ONE);

    /** Heads with probability 1/e. */
    boolean tossInverseE() {
        return tossFraction(ONE, ONE, () -> UNITY);
    }

    /** Heads with probability exp(−γ). */
    boolean toss(Fraction gamma) {
        BigInteger[] parts = gamma.numerator().divideAndRemainder(gamma.denominator());
        for (BigInteger left = parts[0]; left.signum() > 0; left = left.subtract(BigInteger.ONE)) {
            if (!tossInverseE()) {
                return false;
            }
        }
        return steps(new Fraction(parts[1], gamma.denominator()), 1, words.next());
    }

    /**
     * Heads with probability exp(−γ), fast.
     *
     * @param low at most γ·2⁴⁰, not negative
     * @param high at least γ·2⁴⁰
     * @param gamma γ itself, asked where the bounds do not decide
     */
    boolean toss(long low, long high, Supplier<Fraction> gamma) {
        long whole = low >>> PLACES;
        if (high >>> PLACES != whole) {
            return toss(gamma.get());
        }
        for (long left = whole; left > 0; left--) {
            if (!tossInverseE()) {
                return false;
            }
        }
        return tossFraction(low & (ONE - 1), high & (ONE - 1), () -> fractionalPart(gamma.get()));
    }

    private static Fraction fractionalPart(Fraction gamma) {
        return new Fraction(gamma.numerator().mod(gamma.denominator()), gamma.denominator());
    }

    /** For γ in [0, 1]: counts how often R is below γ/K in a row, for K = 1, 2, …; heads where the first failure has an odd K. */
    private boolean tossFraction(long low, long high, Supplier<Fraction> gamma) {
        for (long k = 1; ; k++) {
            long word = words.next();
            if (k <= MAX_FAST_K && (word + 1) * k <= low >>> WORD_PLACES) {
                continue;
            }
            if (k <= MAX_FAST_K && (word * k) << WORD_PLACES >= high) {
                return (k & 1) == 1;
            }
            return steps(gamma.get(), k, word);
        }
    }

    private boolean steps(Fraction gamma, long first, long firstWord) {
        long word = firstWord;
        for (long k = first; ; k++) {
            if (!isBelow(word, gamma.times(k))) {
                return (k & 1) == 1;
            }
            word = words.next();
        }
    }

    /** Whether R, which begins with this word, lies below p: with R = (word + R′)/2³², whether R′ is below p·2³² − word. */
    private boolean isBelow(long firstWord, Fraction p) {
        BigInteger rest = p.numerator();
        for (long word = firstWord; ; word = words.next()) {
            rest = rest.shiftLeft(RandomWords.WORD_BITS)
                    .subtract(p.denominator().multiply(BigInteger.valueOf(word)));
            if (rest.signum() <= 0) {
                return false;
            }
            if (rest.compareTo(p.denominator()) >= 0) {
                return true;
            }
        }
    }
}
