package org.fedfabric.trainer.dataset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.fedfabric.protocol.data.DataSchema;
import org.fedfabric.protocol.data.RawRows;
import org.fedfabric.protocol.data.RowsBlob;
import org.fedfabric.trainer.durable.DurableFile;

/**
 * A divided data set on disk:
 *
 * <pre>
 * &lt;dir&gt;/schema.json  validation.bin  test.bin
 * &lt;dir&gt;/&lt;enterprise&gt;/&lt;participant&gt;/schema.json  rows.bin  manifest.json
 * </pre>
 *
 * The {@code .bin} files are {@link RowsBlob}s. A trainer opens its own folder only ({@link ParticipantFolder}); {@code
 * validation.bin} is published with a task; {@code test.bin} is for the final evaluator.
 */
public final class DatasetFolders {
    static final String SCHEMA = "schema.json";
    static final String ROWS = "rows.bin";
    static final String MANIFEST = "manifest.json";
    private static final String VALIDATION = "validation.bin";
    private static final String TEST = "test.bin";

    private final Path dir;

    private DatasetFolders(Path dir) {
        this.dir = dir;
    }

    /** Opens what {@link #write} wrote. */
    public static DatasetFolders open(Path dir) {
        if (!Files.isRegularFile(dir.resolve(SCHEMA))) {
            throw new DatasetException("A divided data set must have a schema.json in its folder. Provided value: "
                    + dir + ". Run `fedfabric dataset split` first, and let it end.");
        }
        return new DatasetFolders(dir);
    }

    /**
     * Divides a data set and writes it. {@code schema.json} of the whole comes last, so that an interrupted division is
     * not taken for a finished one.
     *
     * @param dir must not exist yet, or be empty: nothing of anybody's is overwritten
     * @return what each participant got, in the plan's order
     */
    public static List<RowsManifest> write(Path dir, Dataset dataset, SplitPlan plan) {
        requireEmpty(dir);
        Division division = Division.of(dataset, plan);
        List<RowsManifest> manifests;
        try {
            // Parts at once: each waits for the disk several times.
            manifests = IntStream.range(0, plan.owners().size())
                    .parallel()
                    .mapToObj(p -> writePart(
                            dir, dataset.origin(), plan, p, division.parts().get(p)))
                    .toList();
            DurableFile.write(dir.resolve(VALIDATION), RowsBlob.encode(division.validation()));
            DurableFile.write(dir.resolve(TEST), RowsBlob.encode(division.test()));
            SchemaFile.write(dir.resolve(SCHEMA), dataset.training().schema());
        } catch (IOException | UncheckedIOException failure) {
            Throwable e = failure instanceof UncheckedIOException ? failure.getCause() : failure;
            throw new DatasetException(
                    "The folder for the divided data must be writable. Provided value: " + e
                            + ". Free space or correct the" + " permissions of " + dir + ", empty it and divide again.",
                    e);
        }
        return manifests;
    }

    /** The schema all parts share. */
    public DataSchema schema() {
        return SchemaFile.read(dir.resolve(SCHEMA));
    }

    /** Where the validation rows lie; these bytes are what a task names by CID. */
    public Path validationFile() {
        return dir.resolve(VALIDATION);
    }

    /** The validation rows. */
    public RawRows validation() {
        return read(dir.resolve(VALIDATION), schema());
    }

    /** Where the test rows lie; a task can commit to these bytes without showing them. */
    public Path testFile() {
        return dir.resolve(TEST);
    }

    /** The test rows. For the final evaluator only. */
    public RawRows test() {
        return read(dir.resolve(TEST), schema());
    }

    /** The folder of one participant. */
    public Path folderOf(SplitPlan.Owner owner) {
        return dir.resolve(owner.enterprise()).resolve(owner.participant());
    }

    static RawRows read(Path file, DataSchema schema) {
        return decode(file, bytes(file), schema);
    }

    static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new DatasetException(
                    "The file must be there and readable. Provided value: " + e + ". Check " + file + ".", e);
        }
    }

    static long checksum(byte[] bytes) {
        CRC32 crc32 = new CRC32();
        crc32.update(bytes);
        return crc32.getValue();
    }

    static RawRows decode(Path file, byte[] bytes, DataSchema schema) {
        try {
            return RowsBlob.decode(schema, bytes);
        } catch (IllegalArgumentException e) {
            throw new DatasetException(
                    file + ": " + e.getMessage() + ". The file is damaged or of another schema: divide the data again.",
                    e);
        }
    }

    private static RowsManifest writePart(Path dir, String origin, SplitPlan plan, int index, RawRows rows) {
        SplitPlan.Owner owner = plan.owners().get(index);
        try {
            return ParticipantFolder.write(
                    dir.resolve(owner.enterprise()).resolve(owner.participant()),
                    rows,
                    origin,
                    owner,
                    plan.partition().toString(),
                    plan.seed());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void requireEmpty(Path dir) {
        if (!Files.exists(dir)) {
            return;
        }
        try (Stream<Path> entries = Files.list(dir)) {
            if (entries.findAny().isEmpty()) {
                return;
            }
        } catch (IOException e) {
            throw new DatasetException(
                    "The folder for the divided data must be a readable folder. Provided value: " + e
                            + ". Choose another one.",
                    e);
        }
        throw new DatasetException("The folder for the divided data must be new or empty. Provided value: " + dir
                + ". Choose another one, or remove it.");
    }
}
