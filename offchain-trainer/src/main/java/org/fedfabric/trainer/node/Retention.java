package org.fedfabric.trainer.node;

import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.trainer.config.Settings;
import org.fedfabric.trainer.config.TrainerSettings;

/**
 * What stays in the enterprise's content store. The head's model, the validation set and the updates that were rejected
 * always do: the ledger holds the verdict, and without the bytes nobody could ever check it.
 *
 * @param updateVersions how many past versions keep their updates' bytes; 0 keeps them for ever
 * @param modelVersions how many past versions keep their model; 0 keeps them for ever
 * @param collectEvery after how many versions the store is told to drop what nothing pins; 0 leaves it to the store
 */
public record Retention(int updateVersions, int modelVersions, int collectEvery) {
    /** Checks the ranges. */
    public Retention {
        Checks.inRange(updateVersions, 0, 1_000_000, "updateVersions to keep");
        Checks.inRange(modelVersions, 0, 1_000_000, "modelVersions to keep");
        Checks.inRange(collectEvery, 0, 1_000_000, "collectEvery");
    }

    /**
     * All models, and the updates of the last 100 versions: an audit of those needs no other enterprise's help. Collected
     * as often, since a collection reads the list of all blocks.
     */
    public static Retention defaults() {
        return new Retention(100, 0, 100);
    }

    /** What a person set. */
    public static Retention from(Settings settings) {
        return new Retention(
                settings.get(TrainerSettings.KEEP_UPDATES),
                settings.get(TrainerSettings.KEEP_MODELS),
                settings.get(TrainerSettings.COLLECT_EVERY));
    }
}
