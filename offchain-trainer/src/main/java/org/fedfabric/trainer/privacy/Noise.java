package org.fedfabric.trainer.privacy;

import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.privacy.NoiseDescriptor;
import org.fedfabric.protocol.task.Privacy;
import org.fedfabric.protocol.task.Quantisation;
import org.fedfabric.protocol.task.TaskSpec;

/**
 * The noise a task asks of every update, and the rounding that goes with it. Where it is to protect, its randomness comes
 * from the operating system's secure source, which no setting can replace; a seed is taken in simulation tasks alone.
 */
public sealed interface Noise permits NoNoise, SampledNoise {
    /** The noise's name as a submission declares it. */
    String descriptor();

    /**
     * Weights and rounds an update to integers as this noise needs them.
     *
     * @param update clipped to the task's norm or less
     * @param quantisation the task's
     * @param rowsLog2 the registered bucket of rows, which gives the weight
     */
    QuantisedUpdate quantise(ClippedUpdate update, Quantisation quantisation, int rowsLog2);

    /**
     * Adds noise to an update and holds the sums within the task's width.
     *
     * @throws IllegalArgumentException for an update rounded otherwise than this noise needs
     * @throws IllegalStateException for an update noised before: two noised copies of one update could be averaged
     */
    NoisedUpdate addTo(QuantisedUpdate update);

    /** No noise: updates are rounded to the nearest and sent as they are. */
    static Noise none() {
        return new NoNoise();
    }

    /**
     * The noise for one update of a task, from the operating system's randomness.
     *
     * @throws IllegalArgumentException for noise in a simulation task, which is drawn from a seed
     */
    static Noise of(TaskSpec spec) {
        if (spec.privacy().mechanism() == Privacy.Mechanism.NONE) {
            return none();
        }
        Checks.require(!spec.simulation(), "Noise of a simulation task must be drawn from a seed", "none");
        return new SampledNoise(spec.privacy(), NoiseDescriptor.of(spec), Keystream.ofOperatingSystem());
    }

    /**
     * The noise for one update of a simulation task, which everybody who knows the seed can subtract. It protects nobody:
     * its descriptor says SIMULATED and ε is infinite.
     *
     * @param seed 32 bytes, for this update alone
     * @throws IllegalArgumentException unless the task was created as a simulation
     */
    static Noise insecureOfSeed(TaskSpec spec, byte[] seed) {
        Checks.require(spec.simulation(), "Seeded noise must be of a task created with simulation = true", spec.name());
        return spec.privacy().mechanism() == Privacy.Mechanism.NONE
                ? none()
                : new SampledNoise(spec.privacy(), NoiseDescriptor.of(spec), Keystream.insecureOfSeed(seed));
    }
}
