package org.fedfabric.trainer.node;

import java.util.Optional;
import org.fedfabric.protocol.data.FeatureRows;
import org.fedfabric.protocol.task.Privacy;
import org.fedfabric.protocol.task.TaskSpec;
import org.fedfabric.trainer.attack.Attack;
import org.fedfabric.trainer.learning.LocalTraining;
import org.fedfabric.trainer.learning.ProgressListener;
import org.fedfabric.trainer.learning.TrainingDivergedException;
import org.fedfabric.trainer.learning.TrainingResult;
import org.fedfabric.trainer.privacy.ClippedUpdate;
import org.fedfabric.trainer.privacy.DivergedException;
import org.fedfabric.trainer.privacy.ModelUpdate;
import org.fedfabric.trainer.privacy.Noise;
import org.fedfabric.trainer.privacy.NoisedUpdate;
import org.fedfabric.trainer.privacy.QuantisedUpdate;
import org.fedfabric.trainer.sealing.EncodedUpdate;
import org.fedfabric.trainer.sealing.SealedUpdate;
import org.fedfabric.trainer.sealing.SealedUpdates;

/** Trains with the learning engine, then clips, weights, rounds, adds noise, encodes and seals (architecture.md §5). */
final class LocalUpdateMaker implements UpdateMaker {
    private final LocalRows rows;
    private final Optional<Attack> attack;
    private final SealedUpdates sealed;

    LocalUpdateMaker(LocalRows rows, Optional<Attack> attack, SealedUpdates sealed) {
        this.rows = rows;
        this.attack = attack;
        this.sealed = sealed;
    }

    @Override
    public void load(TaskContext task) {
        rows.training(task);
    }

    @Override
    public void warmUp(TaskContext task) {
        LocalTraining.prepare(task.spec().model());
    }

    @Override
    public SealedUpdate make(TrainingOrder order, Listener listener) {
        TaskSpec spec = order.task().spec();
        FeatureRows training = rows.training(order.task());
        listener.trainingStarted();
        ModelUpdate update = trained(order, training);
        listener.trainingFinished();
        ClippedUpdate clipped = update.clip(spec.quantisation().clipNorm());
        Noise noise = spec.simulation()
                ? Noise.insecureOfSeed(spec, order.task().simulatedNoiseSeed(order.base(), order.participantId()))
                : Noise.of(spec);
        QuantisedUpdate quantised = attack.isPresent()
                ? attack.get().tamperWith(clipped).quantise(spec.quantisation(), order.rowsLog2())
                : noise.quantise(clipped, spec.quantisation(), order.rowsLog2());
        NoisedUpdate noised = noise.addTo(quantised);
        return sealed.seal(
                EncodedUpdate.of(order.task().header(order.base(), order.baseCid(), order.participantId()), noised));
    }

    /**
     * What training changed. Where noise is to hide the data, training that diverged counts as no change at all: that a
     * participant is missing for this reason would tell of its data what no noise covers.
     */
    private static ModelUpdate trained(TrainingOrder order, FeatureRows rows) {
        TaskSpec spec = order.task().spec();
        try {
            TrainingResult result = LocalTraining.run(
                    spec.model(),
                    spec.training(),
                    spec.data(),
                    rows,
                    order.parameters(),
                    order.task().shuffleSeed(order.base(), order.participantId()),
                    ProgressListener.NONE);
            return ModelUpdate.between(order.parameters(), result.parameters());
        } catch (DivergedException | TrainingDivergedException e) {
            if (spec.privacy().mechanism() == Privacy.Mechanism.NONE) {
                throw e;
            }
            return ModelUpdate.between(order.parameters(), order.parameters());
        }
    }
}
