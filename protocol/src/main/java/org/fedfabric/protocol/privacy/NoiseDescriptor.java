package org.fedfabric.protocol.privacy;

import java.util.Locale;
import org.fedfabric.protocol.ledger.Submission;
import org.fedfabric.protocol.task.Privacy;
import org.fedfabric.protocol.task.TaskSpec;

/**
 * The one text by which a submission declares its noise; trainer and chaincode both get it here, and any other text is
 * refused. {@code none}; {@code discrete-gaussian participant multiplier-micros=3730630}; with {@code SIMULATED } before
 * it where the noise was drawn from a seed that others may know, so that it protects nobody.
 */
public final class NoiseDescriptor {
    private NoiseDescriptor() {}

    /** What every submission of a task declares. */
    public static String of(TaskSpec spec) {
        Privacy privacy = spec.privacy();
        if (privacy.mechanism() == Privacy.Mechanism.NONE) {
            return Submission.NO_NOISE;
        }
        return (spec.simulation() ? "SIMULATED " : "")
                + privacy.mechanism().name().toLowerCase(Locale.ROOT).replace('_', '-')
                + " "
                + privacy.unit().name().toLowerCase(Locale.ROOT)
                + " multiplier-micros="
                + privacy.sigmaMicros();
    }
}
