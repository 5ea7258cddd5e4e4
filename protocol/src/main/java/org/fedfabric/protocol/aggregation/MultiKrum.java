package org.fedfabric.protocol.aggregation;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.fedfabric.protocol.task.TaskSpec;

/**
 * Multi-Krum (Blanchard, El Mhamdi, Guerraoui, Stainer 2017, §5): the score of an update is the sum of squared distances to
 * its n − f − 2 nearest others; the n − f with the lowest scores are averaged. f = ⌊(n − 3) / 2⌋, the most for which
 * n ≥ 2f + 3.
 *
 * <p>By votes: of V votes in all, neighbours are counted up to V·(n − f − 2) / n, the last one in part, and updates are kept
 * as long as they fit into V·(n − f) / n. With equal votes that is the same to the letter. An enterprise that quotas hold
 * at a third of the votes cannot be its own neighbourhood, which takes at least two fifths; so however many identities it
 * has, and however alike their updates are, far from the others they all score worse than those.
 *
 * <p>Equal scores are ordered by the updates' values, so the result does not depend on the order of updates. Measured is the
 * root of the mean squared distance to the neighbours.
 */
final class MultiKrum implements AggregationRule {
    private final TaskSpec spec;

    MultiKrum(TaskSpec spec) {
        this.spec = spec;
    }

    @Override
    public Aggregate next(float[] base, List<WeightedUpdate> updates) {
        Votes votes = Votes.of(spec, base.length, updates);
        int n = votes.count();
        int f = (n - 3) / 2;
        BigInteger neighbourhood = BigInteger.valueOf(votes.total()).multiply(BigInteger.valueOf(n - f - 2));
        BigInteger[] scores = scores(votes, neighbourhood);
        boolean[] kept = kept(votes, scores, n - f);
        long[] sums = new long[base.length];
        long weight = 0;
        for (int i = 0; i < n; i++) {
            if (kept[i]) {
                weight += votes.vote(i);
                add(sums, votes.values(i), votes.vote(i));
            }
        }
        double divisor = weight * spec.quantisation().scale();
        List<Aggregate.Part> parts = IntStream.range(0, n)
                .mapToObj(i -> new Aggregate.Part(
                        kept[i], Distances.micros(scores[i].divide(neighbourhood), spec.quantisation())))
                .toList();
        return new Aggregate(Quotients.added(base, sums, divisor), parts);
    }

    /** Sums of at most 2²⁸ votes times values within 2³¹. */
    private static void add(long[] sums, int[] values, long vote) {
        for (int j = 0; j < sums.length; j++) {
            sums[j] += vote * values[j];
        }
    }

    /** The score of each update, in n-th parts of a vote's unit. */
    private static BigInteger[] scores(Votes votes, BigInteger neighbourhood) {
        int n = votes.count();
        BigInteger[][] squared = new BigInteger[n][n];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < i; k++) {
                squared[i][k] = Distances.squared(votes.values(i), votes.values(k));
                squared[k][i] = squared[i][k];
            }
        }
        BigInteger[] scores = new BigInteger[n];
        for (int i = 0; i < n; i++) {
            scores[i] = score(i, squared[i], votes, neighbourhood);
        }
        return scores;
    }

    private static BigInteger score(int own, BigInteger[] squared, Votes votes, BigInteger neighbourhood) {
        Integer[] others = IntStream.range(0, squared.length)
                .filter(k -> k != own)
                .boxed()
                .sorted(Comparator.comparing(k -> squared[k]))
                .toArray(Integer[]::new);
        BigInteger left = neighbourhood;
        BigInteger score = BigInteger.ZERO;
        for (int k : others) {
            BigInteger counted =
                    BigInteger.valueOf(votes.vote(k) * squared.length).min(left);
            score = score.add(squared[k].multiply(counted));
            left = left.subtract(counted);
        }
        return score;
    }

    /** Updates in the order of their scores, as long as they fit; always the first. */
    private static boolean[] kept(Votes votes, BigInteger[] scores, int parts) {
        int n = votes.count();
        Integer[] order = IntStream.range(0, n)
                .boxed()
                .sorted(Comparator.<Integer, BigInteger>comparing(i -> scores[i])
                        .thenComparing(votes::values, Arrays::compare)
                        .thenComparing(votes::vote))
                .toArray(Integer[]::new);
        boolean[] kept = new boolean[n];
        long taken = 0;
        for (int i : order) {
            taken += votes.vote(i);
            if (taken * n > votes.total() * parts && taken > votes.vote(i)) {
                break;
            }
            kept[i] = true;
        }
        return kept;
    }
}
