package org.fedfabric.trainer.learning;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.fedfabric.protocol.data.Column;
import org.fedfabric.protocol.data.DataSchema;
import org.fedfabric.protocol.data.FeatureRows;
import org.fedfabric.protocol.model.ModelSpec;

/** Rows to learn from, and the schemas that go with them. */
final class Samples {
    private Samples() {}

    /** A schema for a network with these class weights in millionths. */
    static DataSchema schema(ModelSpec spec, long... weights) {
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < spec.input().size(); i++) {
            columns.add(new Column.Numeric("c" + i, 0, 1_000_000, Column.Missing.REFUSE));
        }
        List<String> classes = new ArrayList<>();
        List<Long> classWeights = new ArrayList<>();
        for (int i = 0; i < spec.classes(); i++) {
            classes.add("class " + i);
            classWeights.add(i < weights.length ? weights[i] : 1_000_000L);
        }
        return new DataSchema(DataSchema.SCHEMA, columns, "label", classes, classWeights);
    }

    /** Rows around one random centre per class, with noise of the given size. */
    static FeatureRows blobs(ModelSpec spec, int rows, double noise, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int width = spec.input().size();
        float[][] centres = new float[spec.classes()][width];
        SplittableRandom places = new SplittableRandom(99);
        for (float[] centre : centres) {
            for (int i = 0; i < width; i++) {
                centre[i] = (float) places.nextDouble(-1, 1);
            }
        }
        float[] features = new float[rows * width];
        int[] labels = new int[rows];
        for (int r = 0; r < rows; r++) {
            labels[r] = random.nextInt(spec.classes());
            for (int i = 0; i < width; i++) {
                features[r * width + i] = (float) (centres[labels[r]][i] + noise * random.nextDouble(-1, 1));
            }
        }
        return new FeatureRows(features, labels, width);
    }
}
