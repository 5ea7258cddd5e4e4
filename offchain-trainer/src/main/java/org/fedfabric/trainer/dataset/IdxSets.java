package org.fedfabric.trainer.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The pairs of IDX files a path names, told by the files' names: {@code images} or {@code labels}, {@code train} or {@code
 * t10k} or {@code test}, and what is left, which must be the same for a pair.
 *
 * @param trainingImages images to learn from
 * @param trainingLabels their labels
 * @param testImages images to be measured on, or null
 * @param testLabels their labels, or null
 */
record IdxSets(Path trainingImages, Path trainingLabels, Path testImages, Path testLabels) {
    private static final String STANDARD = "train-images-idx3-ubyte";

    static IdxSets of(Path path) {
        boolean whole = Files.isDirectory(path);
        Path folder = whole ? path : path.toAbsolutePath().getParent();
        String beginning = whole ? "" : path.getFileName().toString();
        if (!Files.isDirectory(folder)) {
            throw lacks(folder, STANDARD, ", which is no folder");
        }
        Map<String, Map<String, Path>> sets = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(Files::isRegularFile)
                    .sorted()
                    .filter(file -> file.getFileName().toString().startsWith(beginning))
                    .forEach(file -> sort(file, sets));
        } catch (IOException e) {
            throw new DatasetException("The folder must be readable. Provided value: " + folder + ".", e);
        }
        if (sets.isEmpty()) {
            throw lacks(path, STANDARD, whole ? ", which has neither" : ", which is no folder");
        }
        if (sets.size() > 1) {
            throw new DatasetException("The folder must hold one set of IDX files. Provided value: " + folder + " with "
                    + CsvTable.shortened(List.copyOf(sets.keySet()))
                    + ". Name one by the beginning of its files' names: --data "
                    + folder.resolve(sets.keySet().stream()
                            .filter(s -> !s.isEmpty())
                            .findFirst()
                            .orElse("NAME")));
        }
        return pairs(folder, sets.values().iterator().next());
    }

    private static void sort(Path file, Map<String, Map<String, Path>> sets) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT).replaceFirst("\\.gz$", "");
        boolean images = name.contains("image") || name.contains("idx3") || name.contains("idx4");
        boolean labels = name.contains("label") || name.contains("idx1");
        if (images == labels) {
            return;
        }
        boolean test = name.contains("t10k") || name.contains("test");
        String rest = name.replaceFirst("images?|labels?", "")
                .replaceFirst("[-_.]?idx\\d?([-_.]?ubyte)?", "")
                .replaceFirst("t10k|train(ing)?|test(ing)?", "")
                .replaceAll("[-_.]+", "-")
                .replaceAll("^-|-$", "");
        sets.computeIfAbsent(rest, k -> new TreeMap<>())
                .putIfAbsent((test ? "test" : "train") + (images ? "Images" : "Labels"), file);
    }

    private static IdxSets pairs(Path folder, Map<String, Path> found) {
        boolean trains = found.containsKey("trainImages") || found.containsKey("trainLabels");
        String first = trains ? "train" : "test";
        Path images = required(folder, found, first + "Images", first + "Labels");
        Path labels = required(folder, found, first + "Labels", first + "Images");
        boolean tests = trains && (found.containsKey("testImages") || found.containsKey("testLabels"));
        return new IdxSets(
                images,
                labels,
                tests ? required(folder, found, "testImages", "testLabels") : null,
                tests ? required(folder, found, "testLabels", "testImages") : null);
    }

    private static Path required(Path folder, Map<String, Path> found, String wanted, String other) {
        if (found.containsKey(wanted)) {
            return found.get(wanted);
        }
        String name = found.get(other).getFileName().toString().replaceFirst("\\.gz$", "");
        String partner = wanted.endsWith("Labels")
                ? name.replaceFirst("images", "labels").replaceFirst("idx\\d", "idx1")
                : name.replaceFirst("labels", "images").replaceFirst("idx1", "idx3");
        throw lacks(folder, partner, ", which has neither");
    }

    private static DatasetException lacks(Path folder, String name, String why) {
        return new DatasetException("The data folder must hold " + name + " or " + name + ".gz. Provided value: "
                + folder + why + ". Give the folder with the IDX files of images and labels.");
    }
}
