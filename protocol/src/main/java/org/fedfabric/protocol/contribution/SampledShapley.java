package org.fedfabric.protocol.contribution;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.fedfabric.protocol.canonical.Digests;

/**
 * Truncated Monte Carlo Shapley values (Ghorbani and Zou 2019, algorithm 1): the mean of what an update adds over orders
 * drawn from a seed. Once an order's partial model scores within the tolerance of the whole version, the rest of it adds
 * nothing.
 */
final class SampledShapley {
    private static final byte[] PURPOSE = "contribution".getBytes(StandardCharsets.UTF_8);

    private SampledShapley() {}

    static <E extends Exception> long[] of(Gains<E> gains, int permutations, long toleranceMicros, String seed)
            throws E {
        long[] sums = new long[gains.updates()];
        for (int k = 0; k < permutations; k++) {
            add(sums, gains, order(gains.updates(), Digests.bytes(seed), k), toleranceMicros);
        }
        for (int i = 0; i < sums.length; i++) {
            sums[i] = Math.floorDiv(sums[i], permutations);
        }
        return sums;
    }

    private static <E extends Exception> void add(
            long[] sums, Gains<E> gains, List<Integer> order, long toleranceMicros) throws E {
        BitSet members = new BitSet(order.size());
        long before = 0;
        for (int update : order) {
            if (Math.abs(Math.subtractExact(gains.ofAll(), before)) < toleranceMicros) {
                return;
            }
            members.set(update);
            long after = gains.of(members);
            sums[update] = Math.addExact(sums[update], Math.subtractExact(after, before));
            before = after;
        }
    }

    /** The k-th order: each update draws its own lot, and lots are sorted. */
    private static List<Integer> order(int updates, byte[] seed, int k) {
        Map<String, Integer> lots = new TreeMap<>();
        for (int i = 0; i < updates; i++) {
            byte[] place =
                    ByteBuffer.allocate(2 * Integer.BYTES).putInt(k).putInt(i).array();
            lots.put(Digests.sha256Hex(seed, PURPOSE, place), i);
        }
        return List.copyOf(lots.values());
    }
}
