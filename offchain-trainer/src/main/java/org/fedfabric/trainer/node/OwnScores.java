package org.fedfabric.trainer.node;

import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.trainer.config.Settings;
import org.fedfabric.trainer.config.TrainerSettings;

/**
 * What the owner wants of scores on rows of its own.
 *
 * @param holdOutPercent percent of each participant's rows that only score versions; 0 for no such scores
 * @param share whether they may be reported in tasks whose terms take them
 */
public record OwnScores(int holdOutPercent, boolean share) {
    /** Checks the range. */
    public OwnScores {
        Checks.inRange(holdOutPercent, 0, 50, "holdOutPercent");
    }

    /** All rows are trained on, and nothing is scored. */
    public static OwnScores none() {
        return new OwnScores(0, false);
    }

    /** What a person set. */
    public static OwnScores from(Settings settings) {
        return new OwnScores(
                settings.get(TrainerSettings.HOLD_OUT_PERCENT), settings.get(TrainerSettings.SHARE_SCORES));
    }
}
