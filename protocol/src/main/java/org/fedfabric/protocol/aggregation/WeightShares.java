package org.fedfabric.protocol.aggregation;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.fedfabric.protocol.canonical.Names;
import org.fedfabric.protocol.ledger.Contributor;
import org.fedfabric.protocol.task.Quantisation;
import org.fedfabric.protocol.task.Quotas;

/**
 * Scales down enterprises that would outweigh the rest (protocol.md §1): aᵢ in [0, 65,536] such that no enterprise's
 * Σ aᵢ·wᵢ exceeds its share of the total.
 *
 * <p>Capping one enterprise raises the shares of the others, so the cap is solved for, not applied in turn. If the k
 * heaviest enterprises are cut to a common weight t and the others weigh R together, then t = p·(k·t + R), so
 * t = p·R / (1 − k·p). The smallest k for which the next enterprise is no heavier than t is the answer; it leaves as much
 * weight as the share allows. It exists because p is at least 1 / enterprises.
 *
 * <p>Members of one enterprise are scaled alike, and aᵢ is rounded down: a capped enterprise stays at or below the exact
 * share unless another capped one lost more to rounding, at most one part in aᵢ. Weight beyond 65,536 times the cap is
 * rounded away altogether.
 */
public final class WeightShares {
    private static final int WEIGHT_UNIT_BITS = 40;

    private WeightShares() {}

    /**
     * The weights a of included updates.
     *
     * @param included at least one; verdicts and weights already on them are not looked at
     * @return one weight for each, in the same order; each depends on the set only, not on its order
     */
    public static List<Integer> assign(List<Contributor> included, Quotas quotas, Quantisation quantisation) {
        return assign(
                included,
                contributor ->
                        BigInteger.ONE.shiftLeft(WEIGHT_UNIT_BITS + quantisation.weightLog2(contributor.rowsLog2())),
                quotas::shareAmong);
    }

    /**
     * The votes a of included updates, for rules that count votes: all alike but for quotas. Rows do not count, since
     * whoever claims more of them would have more votes; and of three or more enterprises none has above a third.
     *
     * @param included at least one
     * @return one vote for each, in the same order
     */
    public static List<Integer> votes(List<Contributor> included, Quotas quotas) {
        return assign(included, contributor -> BigInteger.ONE, quotas::votesAmong);
    }

    private static List<Integer> assign(
            List<Contributor> included,
            Function<Contributor, BigInteger> weightOf,
            IntFunction<Quotas.Share> shareAmong) {
        Map<String, BigInteger> weights = new TreeMap<>();
        for (Contributor contributor : included) {
            weights.merge(Names.mspOf(contributor.id()), weightOf.apply(contributor), BigInteger::add);
        }
        Quotas.Share share = shareAmong.apply(weights.size());
        Cap cap = cap(new ArrayList<>(weights.values()), share);
        return included.stream()
                .map(contributor -> cap.of(weights.get(Names.mspOf(contributor.id()))))
                .toList();
    }

    /** A common weight t as a fraction; an enterprise above it keeps t of its weight. */
    private record Cap(BigInteger numerator, BigInteger denominator) {
        boolean allows(BigInteger weight) {
            return weight.multiply(denominator).compareTo(numerator) <= 0;
        }

        int of(BigInteger weight) {
            if (allows(weight)) {
                return Contributor.WHOLE;
            }
            return numerator
                    .multiply(BigInteger.valueOf(Contributor.WHOLE))
                    .divide(weight.multiply(denominator))
                    .intValueExact();
        }
    }

    private static Cap cap(List<BigInteger> weights, Quotas.Share share) {
        weights.sort(Comparator.reverseOrder());
        BigInteger rest = weights.stream().reduce(BigInteger.ZERO, BigInteger::add);
        Cap cap =
                new Cap(rest.multiply(BigInteger.valueOf(share.numerator())), BigInteger.valueOf(share.denominator()));
        for (int k = 0; !cap.allows(weights.get(k)); ) {
            rest = rest.subtract(weights.get(k));
            k++;
            // With share = n/d: t = p·R / (1 − k·p) = n·R / (d − k·n).
            cap = new Cap(
                    rest.multiply(BigInteger.valueOf(share.numerator())),
                    BigInteger.valueOf(share.denominator() - k * share.numerator()));
        }
        return cap;
    }
}
