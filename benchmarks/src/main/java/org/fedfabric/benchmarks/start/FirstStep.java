package org.fedfabric.benchmarks.start;

import org.fedfabric.benchmarks.engine.EngineModel;
import org.fedfabric.protocol.task.Training;
import org.fedfabric.trainer.learning.LocalTraining;
import org.fedfabric.trainer.learning.ProgressListener;

/** A process that makes one training step of small-cnn with ten rows and ends. */
final class FirstStep {
    private static final int BATCH = 10;

    private FirstStep() {}

    /** Does it. */
    public static void main(String[] arguments) {
        EngineModel model = EngineModel.images("small-cnn");
        Training training = new Training(1, BATCH, Training.Optimiser.SGD, 1_000, 0);
        LocalTraining.run(
                model.spec(),
                training,
                model.schema(),
                model.rows(BATCH),
                model.parameters(),
                1,
                ProgressListener.NONE);
        // As the trainer ends: without waiting for threads of libraries.
        Runtime.getRuntime().halt(0);
    }
}
