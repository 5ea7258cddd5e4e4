package org.fedfabric.trainer.dataset;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.fedfabric.protocol.data.DataSchema;

/** Data sets as a command line names them: images in IDX files, tables in CSV files. */
public final class NamedData {
    private static final Set<String> AI4I_MODES = Set.of("UDI", "Product ID", "TWF", "HDF", "PWF", "OSF", "RNF");

    private NamedData() {}

    /**
     * Images in a folder's IDX files.
     *
     * @param path the folder, or folder and beginning of the files' names where it holds several sets
     * @param schema what the images are; null to take shape and classes from the files
     */
    public static DataSource images(Path path, DataSchema schema, long seed) {
        Path folder = Files.isDirectory(path) ? path : path.toAbsolutePath().getParent();
        if (!Files.isDirectory(path) && (Files.exists(path) || folder == null || !Files.isDirectory(folder))) {
            throw new DatasetException(
                    "The folder with the IDX files must exist. Provided value: " + path + ". Name it with --data DIR.");
        }
        return new IdxSource(path, schema, seed);
    }

    /**
     * Tables. AI4I 2020's columns are known and taken as the generator's are; any other table's schema is inferred.
     *
     * @param path a file, or a folder with tables of one form or with one named train and one named test
     * @param schema how to read them; null to infer it
     * @param wishes what to infer otherwise than by itself
     */
    public static DataSource tables(Path path, DataSchema schema, TableWishes wishes, long seed) {
        TableFiles files = TableFiles.of(path);
        boolean ai4i = schema == null
                && wishes.equals(TableWishes.label(null))
                && files.training().size() == 1
                && CsvTable.open(files.training().get(0)).header().containsAll(AI4I_MODES);
        return new CsvSource(files, ai4i ? DataSchemas.machineFailures() : schema, wishes, seed);
    }
}
