package org.fedfabric.benchmarks.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.fedfabric.protocol.data.Column;
import org.fedfabric.protocol.data.DataSchema;
import org.fedfabric.protocol.data.FeatureRows;
import org.fedfabric.protocol.model.Layer;
import org.fedfabric.protocol.model.ModelSpec;
import org.fedfabric.protocol.model.NamedModels;
import org.fedfabric.protocol.model.SeededParameters;
import org.fedfabric.protocol.model.Shape;

/**
 * A network and made-up rows to train it on.
 *
 * @param name as torch_baseline.py knows it
 * @param spec the network
 */
public record EngineModel(String name, ModelSpec spec) {
    /** One hidden layer of 32 on 30 columns, 1,058 parameters: what a table of a few columns takes. */
    public static EngineModel tiny() {
        return new EngineModel(
                "tiny",
                ModelSpec.of(
                        Shape.flat(30),
                        new Layer.Dense(32),
                        new Layer.Relu(),
                        new Layer.Dense(2),
                        new Layer.Softmax()));
    }

    /** A network of {@link NamedModels} on 28 × 28 pixels and ten classes. */
    public static EngineModel images(String name) {
        return new EngineModel(
                name, NamedModels.forName(name, name.equals("2nn") ? Shape.flat(784) : new Shape(28, 28, 1), 10));
    }

    /** First parameters. */
    public float[] parameters() {
        return SeededParameters.draw(spec, 1);
    }

    /** Random rows, four fifths zero like images of digits. */
    public FeatureRows rows(int count) {
        SplittableRandom random = new SplittableRandom(1);
        int width = spec.input().size();
        float[] features = new float[Math.multiplyExact(count, width)];
        int[] labels = new int[count];
        for (int i = 0; i < features.length; i++) {
            features[i] = random.nextInt(5) == 0 ? (float) random.nextDouble() : 0;
        }
        for (int i = 0; i < count; i++) {
            labels[i] = random.nextInt(spec.classes());
        }
        return new FeatureRows(features, labels, width);
    }

    /** Plain numeric columns between 0 and 1, every class of weight 1. */
    public DataSchema schema() {
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < spec.input().size(); i++) {
            columns.add(new Column.Numeric("c" + i, 0, 1_000_000, Column.Missing.REFUSE));
        }
        List<String> classes = new ArrayList<>();
        List<Long> weights = new ArrayList<>();
        for (int i = 0; i < spec.classes(); i++) {
            classes.add("class " + i);
            weights.add(1_000_000L);
        }
        return new DataSchema(DataSchema.SCHEMA, columns, "label", classes, weights);
    }

    /** About 50 ms of training, and a multiple of the batches that are measured. */
    int rowsPerRun() {
        return (int) Math.max(640, Math.min(64_000, 320_000_000L / spec.multiplyAdds() / 640 * 640));
    }
}
