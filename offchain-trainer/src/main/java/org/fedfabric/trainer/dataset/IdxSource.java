package org.fedfabric.trainer.dataset;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.fedfabric.protocol.data.Column;
import org.fedfabric.protocol.data.DataSchema;
import org.fedfabric.protocol.data.RawColumn;
import org.fedfabric.protocol.data.RawRows;

/** Images and labels in IDX files; without test files a fifth becomes the test set. */
final class IdxSource implements DataSource {
    /** Mean brightness is agreed in tenths; MNIST's own is kept for images about as bright. */
    private static final long MEAN_STEP_MICROS = 100_000;

    private final Path path;
    private final DataSchema schema;
    private final long seed;

    /** @param schema null to take shape and classes from the files */
    IdxSource(Path path, DataSchema schema, long seed) {
        this.path = path;
        this.schema = schema;
        this.seed = seed;
        if (schema != null && !(schema.columns().get(0) instanceof Column.Pixels)) {
            throw new DatasetException("IDX images need a schema with one column of pixels. Provided value: "
                    + schema.columns() + ". Choose the mnist schema or one like it.");
        }
    }

    @Override
    public Dataset read() {
        IdxSets sets = IdxSets.of(path);
        IdxFile images = IdxFile.images(sets.trainingImages());
        IdxFile labels = IdxFile.labels(sets.trainingLabels());
        DataSchema used = schema == null ? schemaOf(images, labels) : schema;
        RawRows training = rows(images, labels, used);
        String origin = "IDX images in " + path;
        return sets.testImages() == null
                ? HeldOut.fifth(origin, training, seed)
                : new Dataset(
                        origin,
                        training,
                        rows(IdxFile.images(sets.testImages()), IdxFile.labels(sets.testLabels()), used));
    }

    private static DataSchema schemaOf(IdxFile images, IdxFile labels) {
        Shape shape = Shape.of(images);
        int[] values = IntStream.range(0, labels.sizes().get(0))
                .map(labels::label)
                .sorted()
                .distinct()
                .toArray();
        if (values.length < 2 || values.length > 4_096) {
            throw new DatasetException(labels.path() + ": there must be 2 to 4096 different labels. Provided value: "
                    + values.length + ". Check that it is the file of labels.");
        }
        long sum = 0;
        for (byte pixel : images.values()) {
            sum += pixel & 0xff;
        }
        double mean = sum / 255.0 / images.values().length;
        boolean likeMnist = Math.abs(mean * 1e6 - DataSchemas.MNIST_MEAN_MICROS) < MEAN_STEP_MICROS / 2.0;
        return DataSchemas.images(
                shape.height(),
                shape.width(),
                shape.channels(),
                likeMnist
                        ? DataSchemas.MNIST_MEAN_MICROS
                        : Math.round(mean * 1e6 / MEAN_STEP_MICROS) * MEAN_STEP_MICROS,
                Arrays.stream(values).mapToObj(Integer::toString).toList());
    }

    private record Shape(int height, int width, int channels) {
        static Shape of(IdxFile images) {
            List<Integer> sizes = images.sizes();
            Shape shape = switch (sizes.size()) {
                case 2 -> new Shape(1, sizes.get(1), 1);
                case 3 -> new Shape(sizes.get(1), sizes.get(2), 1);
                default -> new Shape(sizes.get(1), sizes.get(2), sizes.get(3));
            };
            if (shape.height() > 1_024 || shape.width() > 1_024 || shape.channels() > 4) {
                throw new DatasetException(images.path() + ", offset 8: images must be at most 1024 × 1024 pixels with"
                        + " at most 4 channels, which come last. Provided value: " + shape
                        + ". Make them smaller or put the channels last.");
            }
            return shape;
        }

        @Override
        public String toString() {
            return height + " × " + width + (channels == 1 ? "" : " × " + channels);
        }
    }

    private static RawRows rows(IdxFile images, IdxFile labels, DataSchema schema) {
        Column.Pixels pixels = (Column.Pixels) schema.columns().get(0);
        Shape shape = Shape.of(images);
        Shape wanted = new Shape(pixels.height(), pixels.columns(), pixels.channels());
        if (!shape.equals(wanted)) {
            throw new DatasetException(images.path() + ", offset 8: images must be " + wanted
                    + " pixels, as the schema says. Provided value: " + shape + ". Use a schema of that size.");
        }
        if (!images.sizes().get(0).equals(labels.sizes().get(0))) {
            throw new DatasetException(labels.path() + ", offset 4: there must be one label for each of the "
                    + images.sizes().get(0) + " images in " + images.path().getFileName() + ". Provided value: "
                    + labels.sizes().get(0) + " labels. Take both files from one set.");
        }
        return new RawRows(schema, List.of(new RawColumn.Bytes(images.values())), classes(labels, schema));
    }

    private static int[] classes(IdxFile labels, DataSchema schema) {
        Map<Integer, Integer> byLabel = byLabel(schema.classes());
        int[] classes = new int[labels.sizes().get(0)];
        for (int i = 0; i < classes.length; i++) {
            Integer known = byLabel.get(labels.label(i));
            if (known == null) {
                throw new DatasetException(labels.path() + ", offset " + labels.offset(i)
                        + ": a label must be one of the schema's "
                        + schema.classes().size() + " classes, "
                        + CsvTable.shortened(byLabel.keySet().stream()
                                .sorted()
                                .map(String::valueOf)
                                .toList())
                        + ". Provided value: " + labels.label(i)
                        + ". Use a schema with more classes, or fetch the file again.");
            }
            classes[i] = known;
        }
        return classes;
    }

    /** Classes that are numbers are the labels themselves, others stand for their places. */
    private static Map<Integer, Integer> byLabel(List<String> classes) {
        boolean numbers = classes.stream().allMatch(c -> c.matches("-?[0-9]{1,9}"));
        Map<Integer, Integer> byLabel = new HashMap<>();
        for (int c = 0; c < classes.size(); c++) {
            byLabel.put(numbers ? Integer.parseInt(classes.get(c)) : c, c);
        }
        return byLabel;
    }
}
