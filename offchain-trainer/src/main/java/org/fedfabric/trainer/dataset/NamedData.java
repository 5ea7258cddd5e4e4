package org.fedfabric.trainer.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Data sets as a command line names them: generated, mnist (IDX files in a folder), csv (a file, or a folder with one). */
public final class NamedData {
    private static final Set<String> AI4I_MODES = Set.of("UDI", "Product ID", "TWF", "HDF", "PWF", "OSF", "RNF");

    private NamedData() {}

    /** Images of MNIST's shape in a folder's IDX files. */
    public static DataSource mnist(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new DatasetException("The folder with the IDX files must exist. Provided value: " + folder
                    + ". Name it with --data DIR.");
        }
        return DataSource.idx(folder, DataSchemas.mnist());
    }

    /**
     * A CSV file. AI4I 2020's columns are known and taken as the generator's are; any other table's schema is inferred.
     *
     * @param file the file, or a folder with one file that ends in .csv
     * @param label the column to predict; null for the last one
     */
    public static DataSource csv(Path file, String label, long seed) {
        Path table = Files.isDirectory(file) ? onlyCsv(file) : file;
        if (!Files.isRegularFile(table)) {
            throw new DatasetException(
                    "The CSV file must exist. Provided value: " + table + ". Name it with --data FILE.");
        }
        List<String> header = CsvTable.read(table).header();
        if (label == null && header.containsAll(AI4I_MODES)) {
            return DataSource.csv(table, DataSchemas.machineFailures(), seed);
        }
        String predicted = label == null ? header.get(header.size() - 1) : label;
        return DataSource.csv(
                table, SchemaInference.of(table, predicted, Set.of()).schema(), seed);
    }

    private static Path onlyCsv(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> found = files.filter(f -> f.getFileName().toString().endsWith(".csv"))
                    .toList();
            if (found.size() != 1) {
                throw new DatasetException("There must be exactly one .csv file in " + folder + ". Provided value: "
                        + found.size() + " files. Name the file itself.");
            }
            return found.get(0);
        } catch (IOException e) {
            throw new DatasetException("The folder must be readable. Provided value: " + folder + ".", e);
        }
    }
}
