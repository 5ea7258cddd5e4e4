package org.fedfabric.trainer.dataset;

import java.nio.file.Path;
import java.util.List;
import org.fedfabric.protocol.data.DataSchema;

/** Where a data set comes from. Reading has no side effect and gives the same rows every time. */
public interface DataSource {
    /**
     * Reads everything.
     *
     * @throws DatasetException if a file is missing, damaged or does not fit the schema, naming file and place
     */
    Dataset read();

    /**
     * IDX files of images and labels in one folder, each also with {@code .gz}: {@code …train-images-idx3-ubyte}, {@code
     * …train-labels-idx1-ubyte} and, if there is a test set, {@code …t10k-…} or {@code …test-…}.
     *
     * @param folder where they lie
     * @param schema one column of pixels, as {@link DataSchemas#mnist()}; the files must fit it
     */
    static DataSource idx(Path folder, DataSchema schema) {
        return new IdxSource(folder, schema, 0);
    }

    /**
     * One table under a schema. A fifth of the rows, stratified by class and drawn by the seed, becomes the test set.
     *
     * @param schema the columns to take; others in the file are left out
     */
    static DataSource csv(Path file, DataSchema schema, long seed) {
        return new CsvSource(new TableFiles(List.of(file), null), schema, TableWishes.label(null), seed);
    }

    /**
     * Machine failures made up after the rules of AI4I 2020 (docs/data.md); needs nothing on the machine.
     *
     * @param rows how many rows, training and test together; a fifth of them, stratified, becomes the test set
     */
    static DataSource generated(int rows, long seed) {
        return new GeneratedSource(rows, seed);
    }
}
