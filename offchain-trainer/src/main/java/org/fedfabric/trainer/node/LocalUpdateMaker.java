package org.fedfabric.trainer.node;

import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.fedfabric.protocol.data.FeatureRows;
import org.fedfabric.protocol.task.TaskSpec;
import org.fedfabric.trainer.attack.Attack;
import org.fedfabric.trainer.learning.LocalTraining;
import org.fedfabric.trainer.learning.ProgressListener;
import org.fedfabric.trainer.learning.TrainingResult;
import org.fedfabric.trainer.privacy.ClippedUpdate;
import org.fedfabric.trainer.privacy.ModelUpdate;
import org.fedfabric.trainer.privacy.Noise;
import org.fedfabric.trainer.privacy.NoisedUpdate;
import org.fedfabric.trainer.privacy.QuantisedUpdate;
import org.fedfabric.trainer.sealing.EncodedUpdate;
import org.fedfabric.trainer.sealing.SealedUpdate;
import org.fedfabric.trainer.sealing.SealedUpdates;

/** Trains with the learning engine, then clips, weights, rounds, adds noise, encodes and seals (architecture.md §5). */
final class LocalUpdateMaker implements UpdateMaker {
    private final LocalData data;
    private final Optional<Attack> attack;
    private final SealedUpdates sealed;
    private final SecureRandom noiseSource = new SecureRandom();
    private final Map<String, FeatureRows> rowsByTask = new ConcurrentHashMap<>();

    LocalUpdateMaker(LocalData data, Optional<Attack> attack, SealedUpdates sealed) {
        this.data = data;
        this.attack = attack;
        this.sealed = sealed;
    }

    @Override
    public void load(TaskContext task) {
        rows(task);
    }

    @Override
    public void warmUp(TaskContext task) {
        LocalTraining.prepare(task.spec().model());
    }

    @Override
    public SealedUpdate make(TrainingOrder order, Listener listener) {
        TaskSpec spec = order.task().spec();
        FeatureRows rows = rows(order.task());
        listener.trainingStarted();
        TrainingResult trained = LocalTraining.run(
                spec.model(),
                spec.training(),
                spec.data(),
                rows,
                order.parameters(),
                order.task().shuffleSeed(order.base(), order.participantId()),
                ProgressListener.NONE);
        listener.trainingFinished();
        ClippedUpdate clipped = ModelUpdate.between(order.parameters(), trained.parameters())
                .clip(spec.quantisation().clipNorm());
        QuantisedUpdate quantised = attack.isPresent()
                ? attack.get().tamperWith(clipped).quantise(spec.quantisation(), order.rowsLog2())
                : clipped.quantise(spec.quantisation(), order.rowsLog2());
        NoisedUpdate noised = Noise.of(spec.privacy(), noiseSource).addTo(quantised);
        return sealed.seal(
                EncodedUpdate.of(order.task().header(order.base(), order.baseCid(), order.participantId()), noised));
    }

    private FeatureRows rows(TaskContext task) {
        return rowsByTask.computeIfAbsent(
                task.name(), name -> data.rows(task.spec().data()));
    }
}
