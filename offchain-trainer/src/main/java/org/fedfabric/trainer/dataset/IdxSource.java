package org.fedfabric.trainer.dataset;

import java.nio.file.Path;
import java.util.List;
import org.fedfabric.protocol.data.Column;
import org.fedfabric.protocol.data.DataSchema;
import org.fedfabric.protocol.data.RawColumn;
import org.fedfabric.protocol.data.RawRows;

/** Four IDX files in a folder. */
final class IdxSource implements DataSource {
    private final Path folder;
    private final DataSchema schema;
    private final Column.Pixels pixels;

    IdxSource(Path folder, DataSchema schema) {
        this.folder = folder;
        this.schema = schema;
        if (!(schema.columns().get(0) instanceof Column.Pixels image) || image.channels() != 1) {
            throw new DatasetException("IDX images need a schema with one column of pixels of one channel. "
                    + "Provided value: " + schema.columns() + ". Choose the mnist schema or one like it.");
        }
        this.pixels = image;
    }

    @Override
    public Dataset read() {
        return new Dataset("IDX images in " + folder, rows("train"), rows("t10k"));
    }

    private RawRows rows(String part) {
        IdxFile images = IdxFile.read(IdxFile.find(folder, part + "-images-idx3-ubyte"), 3);
        IdxFile labels = IdxFile.read(IdxFile.find(folder, part + "-labels-idx1-ubyte"), 1);
        List<Integer> wanted = List.of(pixels.height(), pixels.columns());
        if (!images.sizes().subList(1, 3).equals(wanted)) {
            throw new DatasetException(images.path() + ", offset 8: images must be " + wanted.get(0) + " × "
                    + wanted.get(1) + " pixels, as the schema says. Provided value: "
                    + images.sizes().get(1) + " × " + images.sizes().get(2) + ". Use a schema of that size.");
        }
        if (!images.sizes().get(0).equals(labels.sizes().get(0))) {
            throw new DatasetException(labels.path() + ", offset 4: there must be one label for each of the "
                    + images.sizes().get(0) + " images in " + images.path().getFileName() + ". Provided value: "
                    + labels.sizes().get(0) + " labels. Take both files from one set.");
        }
        return new RawRows(schema, List.of(new RawColumn.Bytes(images.values())), classes(labels));
    }

    private int[] classes(IdxFile labels) {
        int[] classes = new int[labels.values().length];
        for (int i = 0; i < classes.length; i++) {
            classes[i] = labels.values()[i] & 0xff;
            if (classes[i] >= schema.classes().size()) {
                throw new DatasetException(labels.path() + ", offset " + (labels.headerBytes() + i)
                        + ": a label must lie in [0, " + (schema.classes().size() - 1)
                        + "], as the schema has " + schema.classes().size() + " classes. Provided value: " + classes[i]
                        + ". Use a schema with more classes, or fetch the file again.");
            }
        }
        return classes;
    }
}
