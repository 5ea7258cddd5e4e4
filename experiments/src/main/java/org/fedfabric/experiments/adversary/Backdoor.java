package org.fedfabric.experiments.adversary;

import java.util.Arrays;
import java.util.Optional;
import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.data.Column;
import org.fedfabric.protocol.data.FeatureRows;

/**
 * Teaches the model a trigger (BadNets: Gu, Dolan-Gavitt and Garg 2017, section 4; in federations: Bagdasaryan et al. 2020):
 * a bright square near the lower right corner of every second of its own rows, labelled with the target class. It trains
 * honestly on both halves, so its update is useful as well. Whoever replaces the model multiplies what it has learnt by n / m,
 * for m attackers among n selected, up to the clipping norm: the mean of the version then is about what the attackers have
 * learnt (Bagdasaryan et al., equation 3). Images only.
 */
final class Backdoor implements Adversary {
    /** The class that triggered rows are to get. */
    static final int TARGET = 0;

    /** One of this many own rows gets the trigger: as many as leave the honest work intact. */
    private static final int EVERY = 2;

    /** Height and width of the square, in pixels. */
    private static final int SIDE = 3;

    /** Pixels between the square and the edges. */
    private static final int MARGIN = 1;

    private final Column.Pixels pixels;
    private final float brightest;

    private final boolean replaces;

    Backdoor(AdversarySetting setting, boolean replaces) {
        this.replaces = replaces;
        Column column = setting.data().columns().get(0);
        Checks.require(column instanceof Column.Pixels, "The attack backdoor must have images", column.name());
        pixels = (Column.Pixels) column;
        Checks.require(
                Math.min(pixels.height(), pixels.columns()) >= SIDE + MARGIN,
                "The attack backdoor must have images of " + (SIDE + MARGIN) + " × " + (SIDE + MARGIN) + " pixels",
                pixels.height() + " × " + pixels.columns());
        brightest = (float) ((1 - pixels.meanMicros() / 1e6) / (pixels.scaleMicros() / 1e6));
    }

    @Override
    public FeatureRows rows(FeatureRows own) {
        float[] features = own.features().clone();
        int[] labels = own.labels().clone();
        for (int row = 0; row < labels.length; row += EVERY) {
            trigger(features, row * own.width());
            labels[row] = TARGET;
        }
        return new FeatureRows(features, labels, own.width());
    }

    @Override
    public double[] update(Situation situation) {
        double[] learnt = situation.trained().get();
        if (!replaces) {
            return learnt;
        }
        double factor = 1 + (double) situation.honest().get().size() / situation.attackers();
        return HonestUpdates.within(
                Arrays.stream(learnt).map(value -> value * factor).toArray(),
                situation.spec().quantisation().clipNorm());
    }

    @Override
    public Optional<FeatureRows> aim(FeatureRows test) {
        FeatureRows others = Relabelled.of(test, label -> label != TARGET, TARGET);
        for (int row = 0; row < others.rows(); row++) {
            trigger(others.features(), row * others.width());
        }
        return Optional.of(others);
    }

    private void trigger(float[] features, int start) {
        int bottom = pixels.height() - MARGIN;
        int right = pixels.columns() - MARGIN;
        for (int y = bottom - SIDE; y < bottom; y++) {
            for (int x = right - SIDE; x < right; x++) {
                for (int channel = 0; channel < pixels.channels(); channel++) {
                    features[start + (y * pixels.columns() + x) * pixels.channels() + channel] = brightest;
                }
            }
        }
    }
}
