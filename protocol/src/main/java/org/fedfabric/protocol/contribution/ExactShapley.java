package org.fedfabric.protocol.contribution;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Shapley values over all coalitions: φᵢ = Σ over S without i of |S|!·(n − |S| − 1)! / n! · (v(S ∪ i) − v(S)). Summed in
 * integers and divided once.
 */
final class ExactShapley {
    private ExactShapley() {}

    static <E extends Exception> long[] of(Gains<E> gains) throws E {
        int n = gains.updates();
        long[] gain = new long[1 << n];
        for (int members = 0; members < gain.length; members++) {
            gain[members] = gains.of(BitSet.valueOf(new long[] {members}));
        }
        long[] values = new long[n];
        for (int i = 0; i < n; i++) {
            values[i] = value(gain, n, i);
        }
        return values;
    }

    private static long value(long[] gain, int n, int i) {
        BigInteger[] bySize = new BigInteger[n];
        Arrays.fill(bySize, BigInteger.ZERO);
        int own = 1 << i;
        for (int members = 0; members < gain.length; members++) {
            if ((members & own) == 0) {
                long marginal = Math.subtractExact(gain[members | own], gain[members]);
                int size = Integer.bitCount(members);
                bySize[size] = bySize[size].add(BigInteger.valueOf(marginal));
            }
        }
        BigInteger sum = BigInteger.ZERO;
        for (int size = 0; size < n; size++) {
            sum = sum.add(bySize[size].multiply(factorial(size)).multiply(factorial(n - size - 1)));
        }
        return floorDiv(sum, factorial(n));
    }

    private static BigInteger factorial(int n) {
        BigInteger product = BigInteger.ONE;
        for (int k = 2; k <= n; k++) {
            product = product.multiply(BigInteger.valueOf(k));
        }
        return product;
    }

    private static long floorDiv(BigInteger dividend, BigInteger divisor) {
        BigInteger[] parts = dividend.divideAndRemainder(divisor);
        return parts[0].longValueExact() - (parts[1].signum() < 0 ? 1 : 0);
    }
}
