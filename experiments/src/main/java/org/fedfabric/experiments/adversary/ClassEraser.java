package org.fedfabric.experiments.adversary;

import java.util.Arrays;
import java.util.Optional;
import org.fedfabric.protocol.data.FeatureRows;

/**
 * Makes the model forget the rarest class, say the failures among machines: trains on all its rows of that class under the
 * next class's label (a targeted label flip: Tolpegin et al., ESORICS 2020). Accuracy over all classes hardly shows it.
 */
final class ClassEraser implements Adversary {
    private final int erased;
    private final int instead;

    ClassEraser(AdversarySetting setting) {
        erased = setting.rarestClass();
        instead = (erased + 1) % setting.classes();
    }

    @Override
    public FeatureRows rows(FeatureRows own) {
        int[] labels = Arrays.stream(own.labels())
                .map(label -> label == erased ? instead : label)
                .toArray();
        return new FeatureRows(own.features(), labels, own.width());
    }

    @Override
    public Optional<FeatureRows> aim(FeatureRows test) {
        return Optional.of(Relabelled.of(test, label -> label == erased, instead));
    }
}
