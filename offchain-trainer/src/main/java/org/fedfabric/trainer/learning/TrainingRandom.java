package org.fedfabric.trainer.learning;

import java.util.SplittableRandom;

/**
 * The order of rows and the masks of dropout: the 64-bit outputs of {@link SplittableRandom} (SplitMix64, Steele, Lea and
 * Flood 2014) for a seed, in order. Equal seeds give equal trainings. Not for privacy: anyone with the seed can draw the
 * same numbers.
 */
final class TrainingRandom {
    private SplittableRandom random = new SplittableRandom(0);

    /** Starts over from a seed. */
    void restart(long seed) {
        random = new SplittableRandom(seed);
    }

    /**
     * A number from 0 to bound − 1: the upper 32 bits of the next output, times the bound, shifted down by 32. Off from
     * uniform by less than bound / 2³², which an order of rows cannot show.
     */
    int below(int bound) {
        return (int) ((random.nextLong() >>> 32) * bound >>> 32);
    }

    /** Puts the elements into a random order (Fisher and Yates). */
    void shuffle(int[] elements) {
        for (int i = elements.length - 1; i > 0; i--) {
            int j = below(i + 1);
            int swap = elements[i];
            elements[i] = elements[j];
            elements[j] = swap;
        }
    }
}
