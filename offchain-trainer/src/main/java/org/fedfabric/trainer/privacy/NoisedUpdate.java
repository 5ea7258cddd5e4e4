package org.fedfabric.trainer.privacy;

/**
 * The integers as they may be sealed and sent, with the name of the noise they carry, which the submission declares. A
 * value is never noised twice: after a crash the sealed bytes are found again (protocol.md §2).
 */
public final class NoisedUpdate {
    private final int[] values;
    private final String noise;

    NoisedUpdate(int[] values, String noise) {
        this.values = values;
        this.noise = noise;
    }

    /** A copy of the values. */
    public int[] values() {
        return values.clone();
    }

    /** The noise's descriptor, as in a submission. */
    public String noise() {
        return noise;
    }
}
