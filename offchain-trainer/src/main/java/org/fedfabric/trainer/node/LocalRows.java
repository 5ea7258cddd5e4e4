package org.fedfabric.trainer.node;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.fedfabric.protocol.data.FeatureRows;

/** A participant's rows as each task wants them, read once and divided into those to train on and those held out. */
final class LocalRows {
    private final LocalData data;
    private final int holdOutPercent;
    private final Map<String, HoldOut> byTask = new ConcurrentHashMap<>();

    LocalRows(LocalData data, int holdOutPercent) {
        this.data = data;
        this.holdOutPercent = holdOutPercent;
    }

    /** The rows to train on. */
    FeatureRows training(TaskContext task) {
        return divided(task).training();
    }

    /** The rows never trained on; none where nothing is held out. */
    FeatureRows heldOut(TaskContext task) {
        return divided(task).heldOut();
    }

    private HoldOut divided(TaskContext task) {
        return byTask.computeIfAbsent(
                task.name(), name -> HoldOut.of(data.rows(task.spec().data()), holdOutPercent));
    }
}
