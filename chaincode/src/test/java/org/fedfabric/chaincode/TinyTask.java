package org.fedfabric.chaincode;

import java.util.List;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.data.Column;
import org.fedfabric.protocol.data.DataSchema;
import org.fedfabric.protocol.data.FeatureEncoder;
import org.fedfabric.protocol.data.FeatureRows;
import org.fedfabric.protocol.data.RawColumn;
import org.fedfabric.protocol.data.RawRows;
import org.fedfabric.protocol.data.RowsBlob;
import org.fedfabric.protocol.model.ForwardPass;
import org.fedfabric.protocol.model.Layer;
import org.fedfabric.protocol.model.ModelBlob;
import org.fedfabric.protocol.model.ModelSpec;
import org.fedfabric.protocol.model.SeededParameters;
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

/** A task small enough to train by finite differences: is x + y positive? 22 parameters, 49 validation rows. */
final class TinyTask {
    static final long SEED = 7;
    static final ModelSpec MODEL =
            ModelSpec.of(Shape.flat(2), new Layer.Dense(4), new Layer.Relu(), new Layer.Dense(2), new Layer.Softmax());
    static final DataSchema DATA = new DataSchema(
            1,
            List.of(
                    new Column.Numeric("x", 0, 1_000_000, Column.Missing.REFUSE),
                    new Column.Numeric("y", 0, 1_000_000, Column.Missing.REFUSE)),
            "positive",
            List.of("no", "yes"),
            List.of(1_000_000L, 1_000_000L));
    static final Quantisation QUANTISATION = new Quantisation(10_000_000, 16, 32, 10);

    private TinyTask() {}

    static RawRows rows() {
        double[] x = new double[49];
        double[] y = new double[49];
        int[] labels = new int[49];
        for (int i = 0; i < 49; i++) {
            x[i] = i % 7 - 3 + 0.25;
            y[i] = i / 7 - 3;
            labels[i] = x[i] + y[i] > 0 ? 1 : 0;
        }
        return new RawRows(DATA, List.of(new RawColumn.Numbers(x), new RawColumn.Numbers(y)), labels);
    }

    /** The same rows with every label wrong. */
    static RawRows mislabelled() {
        RawRows right = rows();
        int[] wrong = right.labels().clone();
        for (int i = 0; i < wrong.length; i++) {
            wrong[i] = 1 - wrong[i];
        }
        return new RawRows(DATA, right.columns(), wrong);
    }

    static byte[] validation() {
        return RowsBlob.encode(rows());
    }

    static float[] initial() {
        return SeededParameters.draw(MODEL, SEED);
    }

    static String cid(byte[] bytes) {
        return Cid.of(bytes).text();
    }

    static InitialModel seeded() {
        return new InitialModel.Seeded(SEED, cid(ModelBlob.encode(MODEL, initial())));
    }

    static TaskSpec spec(String name, int versions, int quorum) {
        return spec(name, seeded(), Schedule.synchronous(versions, quorum, 60), null);
    }

    /** A task that selects whatever a member's reputation. */
    static TaskSpec trusting(String name, int versions, int quorum) {
        return CanonicalJson.read(
                CanonicalJson.write(spec(name, versions, quorum))
                        .replace("\"minReputationMicros\":300000", "\"minReputationMicros\":0"),
                TaskSpec.class);
    }

    /** These terms with another rule on reputations. */
    static TaskSpec reputation(TaskSpec spec, ReputationRule rule) {
        return CanonicalJson.read(
                CanonicalJson.write(spec).replace(CanonicalJson.write(spec.reputation()), CanonicalJson.write(rule)),
                TaskSpec.class);
    }

    /** A task with noise on every update. */
    static TaskSpec noised(String name, Privacy.Mechanism mechanism, long multiplierMicros, boolean simulation) {
        TaskSpec plain = spec(name, 3, 2);
        return new TaskSpec(
                plain.schema(),
                name,
                plain.rules(),
                plain.model(),
                plain.data(),
                plain.initialModel(),
                plain.training(),
                plain.selection(),
                plain.check(),
                plain.aggregation(),
                plain.quantisation(),
                plain.schedule(),
                plain.quotas(),
                plain.reputation(),
                new Privacy(mechanism, Privacy.Unit.PARTICIPANT, multiplierMicros, 10_000),
                plain.protection(),
                plain.tier(),
                plain.validation(),
                plain.evaluation(),
                plain.testCommitment(),
                plain.seed(),
                simulation);
    }

    static TaskSpec spec(String name, InitialModel initial, Schedule schedule, String testCommitment) {
        byte[] validation = validation();
        return new TaskSpec(
                1,
                name,
                TaskSpec.RULES,
                MODEL,
                DATA,
                initial,
                new Training(1, 8, Training.Optimiser.SGD, 100_000, 0),
                Selection.all(),
                UpdateCheck.crossEntropy(),
                Aggregation.weightedMean(),
                QUANTISATION,
                schedule,
                Quotas.defaults(),
                ReputationRule.defaults(),
                Privacy.none(),
                Protection.PLAIN,
                Tier.FLAT,
                new ValidationSet(cid(validation), validation.length, 49),
                Evaluation.NONE,
                testCommitment,
                "5e".repeat(32),
                false);
    }

    /** Parameters after some steps of gradient descent from these. */
    static float[] trained(float[] base, int steps) {
        return trained(base, steps, rows());
    }

    /** Parameters after some steps of gradient descent on these rows. */
    static float[] trained(float[] base, int steps, RawRows raw) {
        FeatureRows rows = FeatureEncoder.encode(raw);
        float[] parameters = base.clone();
        for (int step = 0; step < steps; step++) {
            double[] gradient = new double[parameters.length];
            for (int j = 0; j < parameters.length; j++) {
                float before = parameters[j];
                parameters[j] = before + 1e-2f;
                double up = loss(parameters, rows);
                parameters[j] = before - 1e-2f;
                double down = loss(parameters, rows);
                parameters[j] = before;
                gradient[j] = (up - down) / 2e-2;
            }
            for (int j = 0; j < parameters.length; j++) {
                parameters[j] -= (float) (0.3 * gradient[j]);
            }
        }
        return parameters;
    }

    /** An update's integers: what training changed, times a factor, times 2^scaleBits (the weight is 1). */
    static int[] quantised(float[] base, float[] trained, double factor) {
        int[] values = new int[base.length];
        for (int j = 0; j < base.length; j++) {
            values[j] = (int) Math.round(((double) trained[j] - base[j]) * factor * QUANTISATION.scale());
        }
        return values;
    }

    static double loss(float[] parameters, FeatureRows rows) {
        float[] logits = ForwardPass.of(MODEL).logits(parameters, rows.features(), rows.rows());
        double sum = 0;
        for (int i = 0; i < rows.rows(); i++) {
            double margin = logits[2 * i + 1 - rows.labels()[i]] - logits[2 * i + rows.labels()[i]];
            sum += Math.log1p(Math.exp(margin));
        }
        return sum / rows.rows();
    }
}
