package org.fedfabric.experiments.adversary;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.fedfabric.protocol.data.Column;
import org.fedfabric.protocol.data.DataSchema;
import org.fedfabric.protocol.data.FeatureRows;
import org.fedfabric.protocol.model.Layer;
import org.fedfabric.protocol.model.ModelSpec;
import org.fedfabric.protocol.model.Shape;
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
import org.fedfabric.trainer.dataset.SeededDraws;

/** What attackers find: images of 6 × 6 in four classes, a clipping norm of 2, honest updates of a thousand values. */
final class Situations {
    static final double CLIP_NORM = 2;
    static final int VALUES = 1_000;

    /** Centred, as most schemas have it: feature = (byte / 255 − 0.25) / 0.5, so the brightest is 1.5. */
    static final DataSchema IMAGES = new DataSchema(
            1,
            List.of(new Column.Pixels("image", 6, 6, 1, 250_000, 500_000)),
            "class",
            List.of("a", "b", "c", "d"),
            List.of(1_000_000L, 1_000_000L, 1_000_000L, 1_000_000L));

    static final AdversarySetting SETTING = new AdversarySetting(IMAGES, 2, 20);

    private Situations() {}

    /** Twelve rows of all grey, three of each class. */
    static FeatureRows rows() {
        int[] labels = IntStream.range(0, 12).map(i -> i % 4).toArray();
        return new FeatureRows(new float[12 * 36], labels, 36);
    }

    /** Honest updates around a common direction: values of mean 0.03 and deviation 0.02. */
    static List<double[]> honest(int count, long seed) {
        List<double[]> updates = new ArrayList<>();
        for (int u = 0; u < count; u++) {
            updates.add(one(seed + u));
        }
        return updates;
    }

    static Adversary.Situation of(List<double[]> honest, int attackers, long seed) {
        return new Adversary.Situation(
                spec(), 3, "OrgA/mallory", new float[VALUES], () -> one(99), () -> honest, attackers, seed);
    }

    private static double[] one(long seed) {
        SeededDraws draws = SeededDraws.of("an honest update", seed);
        double[] values = new double[VALUES];
        for (int i = 0; i < VALUES; i++) {
            values[i] = (i % 2 == 0 ? 0.03 : -0.03) + 0.02 * draws.gaussian();
        }
        return values;
    }

    private static TaskSpec spec() {
        String cid = "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku";
        return new TaskSpec(
                1,
                "attacked",
                TaskSpec.RULES,
                ModelSpec.of(new Shape(6, 6, 1), new Layer.Flatten(), new Layer.Dense(4), new Layer.Softmax()),
                IMAGES,
                new InitialModel.Seeded(1, cid),
                new Training(1, 8, Training.Optimiser.SGD, 100_000, 0),
                Selection.all(),
                UpdateCheck.crossEntropy(),
                Aggregation.weightedMean(),
                new Quantisation((long) (CLIP_NORM * 1e6), 16, 32, 10),
                Schedule.synchronous(20, 2, 60),
                Quotas.defaults(),
                ReputationRule.defaults(),
                Privacy.none(),
                Protection.PLAIN,
                Tier.FLAT,
                new ValidationSet(cid, 1_000, 20),
                Evaluation.NONE,
                null,
                "5e".repeat(32),
                false);
    }
}
