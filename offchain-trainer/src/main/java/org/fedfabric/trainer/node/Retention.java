package org.fedfabric.trainer.node;

import org.fedfabric.protocol.canonical.Checks;

/**
 * What stays pinned in the enterprise's content store. The head's model and the validation set always do.
 *
 * @param updateVersions how many past versions keep their updates' bytes; 0 keeps them for ever
 * @param modelVersions how many past versions keep their model; 0 keeps them for ever
 */
public record Retention(int updateVersions, int modelVersions) {
    /** Checks the ranges. */
    public Retention {
        Checks.inRange(updateVersions, 0, 1_000_000, "updateVersions to keep");
        Checks.inRange(modelVersions, 0, 1_000_000, "modelVersions to keep");
    }

    /** All models, and the updates of the last 100 versions: an audit of those needs no other enterprise's help. */
    public static Retention defaults() {
        return new Retention(100, 0);
    }
}
