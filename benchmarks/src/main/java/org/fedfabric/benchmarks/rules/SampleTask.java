package org.fedfabric.benchmarks.rules;

import java.util.SplittableRandom;
import org.fedfabric.benchmarks.engine.EngineModel;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.protocol.model.ModelBlob;
import org.fedfabric.protocol.task.Aggregation;
import org.fedfabric.protocol.task.Evaluation;
import org.fedfabric.protocol.task.InitialModel;
import org.fedfabric.protocol.task.Privacy;
import org.fedfabric.protocol.task.Protection;
import org.fedfabric.protocol.task.Quantisation;
import org.fedfabric.protocol.task.Quotas;
import org.fedfabric.protocol.task.ReputationRule;
import org.fedfabric.protocol.task.Schedule;
import org.fedfabric.protocol.task.Selection;
import org.fedfabric.protocol.task.TaskSpec;
import org.fedfabric.protocol.task.Tier;
import org.fedfabric.protocol.task.Training;
import org.fedfabric.protocol.task.UpdateCheck;
import org.fedfabric.protocol.task.ValidationSet;
import org.fedfabric.protocol.update.UpdateHeader;

/**
 * A task with a network, and an update of it.
 *
 * @param model the network
 * @param base parameters of the version the update starts from
 * @param spec the task
 */
record SampleTask(EngineModel model, float[] base, TaskSpec spec) {
    /** Rows of a participant, as a power of two: 512. */
    static final int ROWS_LOG2 = 9;

    private static final int VALIDATION_ROWS = 500;

    /** Small enough that every sample passes the norm bound: √1.6 million · 100 / 2¹⁶ is 2. */
    private static final int MOST_STEPS = 100;

    static SampleTask of(EngineModel model) {
        return of(model, Aggregation.weightedMean());
    }

    static SampleTask of(EngineModel model, Aggregation aggregation) {
        float[] base = model.parameters();
        String baseCid = Cid.of(ModelBlob.encode(model.spec(), base)).text();
        TaskSpec spec = new TaskSpec(
                TaskSpec.SCHEMA,
                "sample",
                TaskSpec.RULES,
                model.spec(),
                model.schema(),
                new InitialModel.Seeded(1, baseCid),
                new Training(1, 32, Training.Optimiser.SGD, 100_000, 0),
                Selection.all(),
                UpdateCheck.crossEntropy(),
                aggregation,
                new Quantisation(10_000_000, 16, 24, ROWS_LOG2),
                Schedule.synchronous(3, 2, 600),
                Quotas.defaults(),
                ReputationRule.defaults(),
                Privacy.none(),
                Protection.PLAIN,
                Tier.FLAT,
                new ValidationSet(baseCid, 1_000, VALIDATION_ROWS),
                Evaluation.NONE,
                null,
                "ab".repeat(32),
                false);
        return new SampleTask(model, base, spec);
    }

    int count() {
        return base.length;
    }

    UpdateHeader header() {
        return new UpdateHeader(
                1,
                "federation",
                spec.name(),
                0,
                ((InitialModel.Seeded) spec.initialModel()).cid(),
                "EnterpriseAMSP/p1",
                spec.digest(),
                "dense-int32",
                count());
    }

    /** An update's values, small and different for each seed. */
    int[] values(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] values = new int[count()];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(-MOST_STEPS, MOST_STEPS + 1);
        }
        return values;
    }
}
