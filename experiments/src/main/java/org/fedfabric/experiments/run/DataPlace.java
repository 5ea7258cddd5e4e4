package org.fedfabric.experiments.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.fedfabric.trainer.dataset.DataSchemas;
import org.fedfabric.trainer.dataset.DataSource;
import org.fedfabric.trainer.dataset.Dataset;
import org.fedfabric.trainer.dataset.DatasetException;
import org.fedfabric.trainer.dataset.NamedData;
import org.fedfabric.trainer.dataset.TableWishes;

/**
 * Where runs find their data sets: a folder with one folder for each, named like the data set ({@code mnist}, {@code
 * ai4i2020}, …). The set {@code generated} is made up and needs no folder. Sets are kept, so that a grid reads each once.
 */
public final class DataPlace {
    /** As many rows as AI4I 2020 has, whose rules generated rows follow. */
    private static final int GENERATED_ROWS = 10_000;

    private static final String GENERATED = "generated";
    private static final String IMAGES = "mnist";

    private final Optional<Path> folder;
    private final Map<String, Dataset> read = new HashMap<>();

    private DataPlace(Optional<Path> folder) {
        this.folder = folder;
    }

    /** Data sets in a folder. */
    public static DataPlace in(Path folder) {
        return new DataPlace(Optional.of(folder));
    }

    /** Generated data only. */
    public static DataPlace generated() {
        return new DataPlace(Optional.empty());
    }

    /**
     * The rows of a data set.
     *
     * @param seed of what is drawn in making or splitting it
     * @throws DatasetException if it is not there, or damaged
     */
    synchronized Dataset read(String name, long seed) {
        // Images come with a test set of their own, the same for every seed.
        String key = name.equals(IMAGES) ? name : name + " " + seed;
        return read.computeIfAbsent(key, k -> source(name, seed).read());
    }

    private DataSource source(String name, long seed) {
        if (name.equals(GENERATED)) {
            return DataSource.generated(GENERATED_ROWS, seed);
        }
        Path place = folder.map(path -> path.resolve(name))
                .filter(Files::isDirectory)
                .orElseThrow(() -> new DatasetException("The data set " + name + " must lie in a folder of that name in"
                        + " the folder that --data names. Provided value: "
                        + folder.map(Path::toString).orElse("no folder")));
        return name.equals(IMAGES)
                ? NamedData.images(place, DataSchemas.mnist(), seed)
                : NamedData.tables(place, null, TableWishes.label(null), seed);
    }
}
