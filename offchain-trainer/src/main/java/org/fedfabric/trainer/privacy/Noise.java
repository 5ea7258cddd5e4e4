package org.fedfabric.trainer.privacy;

import java.security.SecureRandom;
import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.protocol.refusal.RefusalException;
import org.fedfabric.protocol.task.Privacy;

/** The noise a task asks of every update. Its randomness comes from a {@link SecureRandom} and nothing else. */
public sealed interface Noise permits NoNoise {
    /** The noise's name as a submission declares it. */
    String descriptor();

    /** Adds noise to an update, once. */
    NoisedUpdate addTo(QuantisedUpdate update);

    /**
     * The noise of a task.
     *
     * @param privacy the task's terms
     * @param source where randomness comes from
     * @throws RefusalException if this version does not have the mechanism
     */
    static Noise of(Privacy privacy, SecureRandom source) {
        Checks.present(source, "source of randomness");
        if (privacy.mechanism() == Privacy.Mechanism.NONE) {
            return new NoNoise();
        }
        throw new RefusalException(
                RefusalCode.NOT_SUPPORTED,
                "The privacy mechanism must be NONE in this version. Provided value: " + privacy.mechanism());
    }
}
