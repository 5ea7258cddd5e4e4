package org.fedfabric.trainer.node;

/**
 * One training to be done.
 *
 * @param task the terms
 * @param participantId who trains
 * @param rowsLog2 its bucket of rows as registered at Join, which gives its weight
 * @param base the version to start from
 * @param baseCid that version's model
 * @param parameters the model's parameters; not to be changed
 */
public record TrainingOrder(
        TaskContext task, String participantId, int rowsLog2, long base, String baseCid, float[] parameters) {}
