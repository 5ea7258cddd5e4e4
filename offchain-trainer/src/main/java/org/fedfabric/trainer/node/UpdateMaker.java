package org.fedfabric.trainer.node;

import org.fedfabric.trainer.sealing.SealedUpdate;

/** Makes a participant's update for a version: trains on its rows, and seals what came of it. */
public interface UpdateMaker {
    /**
     * Loads the rows, before the participant binds itself to training on them.
     *
     * @throws IllegalArgumentException if the task cannot be trained on this data, with the reason
     */
    void load(TaskContext task);

    /** Makes the first training start without delay: native libraries, workspace. Nothing depends on it. */
    void warmUp(TaskContext task);

    /**
     * Trains and seals; returns when the bytes are on disk to stay.
     *
     * @param order what to train on
     * @param listener told when training begins and ends, on the calling thread
     */
    SealedUpdate make(TrainingOrder order, Listener listener);

    /** Hears how the making goes on. */
    interface Listener {
        /** The first step is about to be computed. */
        void trainingStarted();

        /** Training is over. */
        void trainingFinished();
    }
}
