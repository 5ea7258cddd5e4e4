package org.fedfabric.trainer.dataset;

import java.nio.file.Path;
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
     * The four IDX files of MNIST and its kin in one folder: {@code train-images-idx3-ubyte}, {@code
     * train-labels-idx1-ubyte}, {@code t10k-images-idx3-ubyte}, {@code t10k-labels-idx1-ubyte}, each also with {@code
     * .gz}.
     *
     * @param folder where they lie
     * @param schema one column of pixels, as {@link DataSchemas#mnist()}; the files must fit it
     */
    static DataSource idx(Path folder, DataSchema schema) {
        return new IdxSource(folder, schema);
    }

    /**
     * One CSV file with a header line (RFC 4180, UTF-8, byte-order mark allowed). A fifth of the rows, stratified by
     * class and drawn by the seed, becomes the test set.
     *
     * @param schema the columns to take; others in the file are left out
     */
    static DataSource csv(Path file, DataSchema schema, long seed) {
        return new CsvSource(file, schema, seed);
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
