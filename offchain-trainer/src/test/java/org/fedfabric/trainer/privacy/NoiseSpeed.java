package org.fedfabric.trainer.privacy;

import java.math.BigInteger;
import java.util.Locale;
import org.fedfabric.protocol.privacy.Ratio;
import org.fedfabric.protocol.privacy.Sensitivity;
import org.fedfabric.protocol.task.Quantisation;

/** Draws per second of one core, by CPU time; run by hand: {@code java -cp … org.fedfabric.trainer.privacy.NoiseSpeed}. */
final class NoiseSpeed {
    private static final int DRAWS = 1_000_000;
    private static final int ROUNDS = 5;

    private NoiseSpeed() {}

    public static void main(String[] args) {
        for (int log2 : new int[] {0, 4, 10, 16, 20, 26}) {
            BigInteger sigma = BigInteger.ONE.shiftLeft(log2);
            measure("Gaussian σ = 2^" + log2, new DiscreteGaussian(new Ratio(sigma.pow(2), BigInteger.ONE), words()));
            measure("Laplace  t = 2^" + log2, new DiscreteLaplace(new Ratio(sigma, BigInteger.ONE), words()));
        }
        Sensitivity cnn = Sensitivity.of(new Quantisation(20_000_000, 16, 32, 12), 20_522, 12);
        measure(
                "Gaussian of small-cnn, clip 20, ε = 1",
                new DiscreteGaussian(cnn.gaussianVariance(3_730_630), words()));
        measure("Laplace  of small-cnn, clip 20, ε = 8", new DiscreteLaplace(cnn.laplaceScale(125_000), words()));
        Ratio large = new Ratio(BigInteger.ONE.shiftLeft(40), BigInteger.ONE);
        measure("Gaussian σ = 2^20, any length", new DiscreteGaussian(large, words(), false));
        Ratio wide = new Ratio(BigInteger.ONE.shiftLeft(20), BigInteger.ONE);
        measure("Laplace  t = 2^20, any length", new DiscreteLaplace(wide, words(), false));
    }

    private static RandomWords words() {
        return new RandomWords(Keystream.ofOperatingSystem());
    }

    private static void measure(String what, LatticeNoise noise) {
        long best = Long.MAX_VALUE;
        long sum = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long start =
                    java.lang.management.ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            for (int i = 0; i < DRAWS; i++) {
                sum += noise.draw();
            }
            long nanos =
                    java.lang.management.ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start;
            best = Math.min(best, nanos);
        }
        System.out.printf(Locale.ROOT, "%-40s %6.2f M draws/s  (sum %d)%n", what, DRAWS * 1e3 / best, sum);
    }
}
