package org.fedfabric.experiments.adversary;

import java.util.Arrays;
import org.fedfabric.protocol.data.FeatureRows;

/** Trains on y → classes − 1 − y (Fang et al., USENIX Security 2020, section 5.1; poisoned labels: Biggio et al. 2012). */
final class LabelFlip implements Adversary {
    private final int last;

    LabelFlip(AdversarySetting setting) {
        last = setting.classes() - 1;
    }

    @Override
    public FeatureRows rows(FeatureRows own) {
        int[] flipped = Arrays.stream(own.labels()).map(label -> last - label).toArray();
        return new FeatureRows(own.features(), flipped, own.width());
    }
}
