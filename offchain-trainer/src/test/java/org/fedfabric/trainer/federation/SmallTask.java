package org.fedfabric.trainer.federation;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.canonical.Digests;
import org.fedfabric.protocol.data.Column;
import org.fedfabric.protocol.data.DataSchema;
import org.fedfabric.protocol.data.RawColumn;
import org.fedfabric.protocol.data.RawRows;
import org.fedfabric.protocol.data.RowsBlob;
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

/** Terms of a task so small that only its rules cost time: 17 parameters, 16 validation rows of two numbers. */
public final class SmallTask {
    public static final ModelSpec MODEL =
            ModelSpec.of(Shape.flat(2), new Layer.Dense(3), new Layer.Relu(), new Layer.Dense(2), new Layer.Softmax());
    public static final int PARAMETERS = 17;
    public static final int ROWS = 16;

    /** C·s of these terms: the norm of the largest update whose owner's weight is whole. */
    public static final int CLIP_STEPS = 10 << 16;

    private static final long SEED = 7;
    private static final DataSchema DATA = new DataSchema(
            1,
            List.of(
                    new Column.Numeric("x", 0, 1_000_000, Column.Missing.REFUSE),
                    new Column.Numeric("y", 0, 1_000_000, Column.Missing.REFUSE)),
            "positive",
            List.of("no", "yes"),
            List.of(1_000_000L, 1_000_000L));

    private SmallTask() {}

    /** Rows of both classes, or of the first alone. */
    public static byte[] rows(int count, boolean bothClasses) {
        double[] x = new double[count];
        double[] y = new double[count];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            x[i] = i % 4 - 1.5;
            y[i] = i / 4 - 1.25;
            labels[i] = bothClasses && x[i] + y[i] > 0 ? 1 : 0;
        }
        return RowsBlob.encode(new RawRows(DATA, List.of(new RawColumn.Numbers(x), new RawColumn.Numbers(y)), labels));
    }

    public static byte[] initialModel() {
        return ModelBlob.encode(MODEL, SeededParameters.draw(MODEL, SEED));
    }

    public static TaskSpec spec(String name) {
        byte[] validation = rows(ROWS, true);
        return new TaskSpec(
                TaskSpec.SCHEMA,
                name,
                TaskSpec.RULES,
                MODEL,
                DATA,
                new InitialModel.Seeded(SEED, Cid.of(initialModel()).text()),
                new Training(1, 8, Training.Optimiser.SGD, 100_000, 0),
                Selection.all(),
                UpdateCheck.crossEntropy(),
                Aggregation.weightedMean(),
                new Quantisation(10_000_000, 16, 24, ScriptedNetwork.ROWS_LOG2),
                Schedule.synchronous(3, 2, 600),
                Quotas.defaults(),
                ReputationRule.defaults(),
                Privacy.none(),
                Protection.PLAIN,
                Tier.FLAT,
                new ValidationSet(Cid.of(validation).text(), validation.length, ROWS),
                Evaluation.NONE,
                null,
                "5e".repeat(32),
                false);
    }

    /** The terms of a task of one version that commits to a hidden test set. */
    public static TaskSpec revealable(String name, String saltHex, String testCid) {
        String commitment =
                Digests.sha256Hex(HexFormat.of().parseHex(saltHex), testCid.getBytes(StandardCharsets.US_ASCII));
        String json = CanonicalJson.write(with(spec(name), "schedule.versions", "1"))
                .replace("\"seed\":\"", "\"testCommitment\":\"" + commitment + "\",\"seed\":\"");
        return CanonicalJson.read(json, TaskSpec.class);
    }

    /** The terms with one setting replaced: its path, with dots, and its value in JSON. */
    public static TaskSpec with(TaskSpec spec, String path, String json) {
        return CanonicalJson.read(edited(CanonicalJson.write(spec), path, json), TaskSpec.class);
    }

    /** The JSON of an object with one value replaced. */
    public static String edited(String object, String path, String json) {
        JsonObject root = JsonParser.parseString(object).getAsJsonObject();
        JsonObject at = root;
        String[] names = path.split("\\.");
        for (int i = 0; i < names.length - 1; i++) {
            at = at.getAsJsonObject(names[i]);
        }
        JsonElement value = JsonParser.parseString(json);
        at.add(names[names.length - 1], value);
        return root.toString();
    }
}
