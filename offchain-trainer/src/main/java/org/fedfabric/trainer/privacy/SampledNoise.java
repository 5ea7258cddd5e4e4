package org.fedfabric.trainer.privacy;

import java.security.SecureRandom;
import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.privacy.Sensitivity;
import org.fedfabric.protocol.task.Privacy;
import org.fedfabric.protocol.task.Quantisation;

/** Independent draws of a discrete distribution on every value of one update, as wide as its sensitivity asks. */
final class SampledNoise implements Noise {
    private final Privacy privacy;
    private final String descriptor;
    private final RandomWords words;

    SampledNoise(Privacy privacy, String descriptor, SecureRandom source) {
        this.privacy = privacy;
        this.descriptor = descriptor;
        this.words = new RandomWords(source);
    }

    @Override
    public String descriptor() {
        return descriptor;
    }

    @Override
    public QuantisedUpdate quantise(ClippedUpdate update, Quantisation quantisation, int rowsLog2) {
        return ConditionalRounding.round(update, quantisation, rowsLog2, words);
    }

    @Override
    public NoisedUpdate addTo(QuantisedUpdate update) {
        Checks.require(
                update.sensitivity() != null,
                "Noise must be added to an update that was rounded within the sensitivity the noise is made for",
                "rounded to the nearest");
        LatticeNoise noise = sampler(update.sensitivity());
        long largest = update.quantisation().maxMagnitude();
        int[] values = update.take();
        int[] noised = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            // Held before the sum as well as after, so that it cannot overflow: |value| ≤ 2³⁰.
            long draw = Math.max(-(1L << 40), Math.min(1L << 40, noise.draw()));
            noised[i] = (int) Math.max(-largest, Math.min(largest, values[i] + draw));
        }
        return new NoisedUpdate(noised, descriptor);
    }

    private LatticeNoise sampler(Sensitivity sensitivity) {
        return switch (privacy.mechanism()) {
            case DISCRETE_GAUSSIAN -> new DiscreteGaussian(sensitivity.gaussianVariance(privacy.sigmaMicros()), words);
            case DISCRETE_LAPLACE -> new DiscreteLaplace(sensitivity.laplaceScale(privacy.sigmaMicros()), words);
            case NONE -> throw new IllegalStateException("A task without noise has no sampler.");
        };
    }
}
