package org.fedfabric.trainer.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The tables a path names: a file, or the tables in a folder.
 *
 * @param training tables to learn from, in the order of their names
 * @param test a table to be measured on, or null
 */
record TableFiles(List<Path> training, Path test) {
    /** Endings of tables, most telling first: a folder's other text files are seldom tables. */
    private static final List<String> ENDINGS = List.of(".csv", ".tsv", ".data", ".txt");

    static TableFiles of(Path path) {
        if (Files.isRegularFile(path)) {
            return new TableFiles(List.of(path), null);
        }
        if (!Files.isDirectory(path)) {
            throw new DatasetException(
                    "The CSV file must exist. Provided value: " + path + ". Name it with --data FILE.");
        }
        for (String ending : ENDINGS) {
            List<Path> found = ending(path, ending);
            if (!found.isEmpty()) {
                return divided(found);
            }
        }
        throw new DatasetException("The folder must hold tables that end in .csv, .tsv, .data or .txt, each also with"
                + " .gz. Provided value: " + path + ", which has none. Name the file itself.");
    }

    private static List<Path> ending(Path folder, String ending) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> {
                        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
                        return !name.startsWith(".") && (name.endsWith(ending) || name.endsWith(ending + ".gz"));
                    })
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new DatasetException("The folder must be readable. Provided value: " + folder + ".", e);
        }
    }

    /** Two files of which one is named train and the other test are what they say. */
    private static TableFiles divided(List<Path> found) {
        List<Path> train = found.stream().filter(file -> named(file, "train")).toList();
        List<Path> test = found.stream().filter(file -> named(file, "test")).toList();
        return found.size() == 2 && train.size() == 1 && test.size() == 1 && !train.equals(test)
                ? new TableFiles(train, test.get(0))
                : new TableFiles(found, null);
    }

    private static boolean named(Path file, String part) {
        return file.getFileName().toString().toLowerCase(Locale.ROOT).contains(part);
    }
}
