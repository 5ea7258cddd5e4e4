package org.fedfabric.protocol.task;

import org.fedfabric.protocol.canonical.Checks;

/**
 * The enterprise is the unit of trust: an administrator can mint identities at will, so shares are counted per enterprise
 * (protocol.md §1).
 *
 * @param maxSharePermille largest share of weight and of selections one enterprise may have; raised to 1 / enterprises
 *     where that is more. 0 means the default: one half with two or three enterprises, else one third
 * @param minEnterprises how many enterprises a version's included updates must come from
 */
public record Quotas(int maxSharePermille, int minEnterprises) {
    /** Checks the ranges. */
    public Quotas {
        Checks.inRange(maxSharePermille, 0, 1_000, "maxSharePermille");
        Checks.inRange(minEnterprises, 1, 1_024, "minEnterprises");
    }

    /**
     * A share of something, exactly; one third has no decimal form.
     *
     * @param numerator at least 1
     * @param denominator at least the numerator
     */
    public record Share(long numerator, long denominator) {
        /** Checks that it is positive and at most the whole. */
        public Share {
            Checks.inRange(numerator, 1, denominator, "numerator of a share");
        }

        /** This share of a number of places, rounded up: an enterprise may exceed it by less than one place. */
        public int ofPlaces(int places) {
            return Math.toIntExact((places * numerator + denominator - 1) / denominator);
        }

        private boolean isLessThan(Share other) {
            return numerator * other.denominator < other.numerator * denominator;
        }
    }

    /**
     * The largest share one of this many enterprises may have: {@code maxSharePermille} or its default, and never less
     * than an equal share, which no number of enterprises could keep below.
     *
     * @param enterprises how many take part, at least 1
     */
    public Share shareAmong(int enterprises) {
        Checks.inRange(enterprises, 1, 1 << 20, "enterprises that take part");
        Share standard = enterprises <= 3 ? new Share(1, 2) : new Share(1, 3);
        Share configured = maxSharePermille == 0 ? standard : new Share(maxSharePermille, 1_000);
        Share equal = new Share(1, enterprises);
        return configured.isLessThan(equal) ? equal : configured;
    }

    /**
     * The largest share of the votes one of this many enterprises may have where votes decide: as {@link #shareAmong}, but
     * at most a third of three or more, so that one enterprise never has half.
     *
     * @param enterprises how many take part, at least 1
     */
    public Share votesAmong(int enterprises) {
        Share share = shareAmong(enterprises);
        Share third = new Share(1, Math.min(enterprises, 3));
        return third.isLessThan(share) ? third : share;
    }

    /** Default shares, at least two enterprises. */
    public static Quotas defaults() {
        return new Quotas(0, 2);
    }
}
