package org.fedfabric.trainer.dataset;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.fedfabric.protocol.data.DataSchema;
import picocli.CommandLine.Option;

/** Which data set a command reads and how: the options that every such command shares. */
public final class DataOptions {
    /** Where the rows come from. */
    public enum Kind {
        /** Machine failures made up after published rules; nothing to download. */
        GENERATED,
        /** MNIST's images in IDX files. */
        MNIST,
        /** Any images in IDX files. */
        IDX,
        /** Tables as text. */
        CSV
    }

    @Option(
            names = "--dataset",
            paramLabel = "NAME",
            description = "generated, mnist, idx (images) or csv (tables). Default: ${DEFAULT-VALUE}.")
    Kind kind = Kind.GENERATED;

    @Option(
            names = "--data",
            paramLabel = "PATH",
            description = "File or folder with the data; needed for mnist, idx and csv.")
    Path data;

    @Option(
            names = "--label",
            paramLabel = "COLUMN",
            description = "csv: the column to predict. Default: one named label, class, target, …, else the last.")
    String label;

    @Option(names = "--leave-out", paramLabel = "COLUMN", description = "csv: a column not to take; repeatable.")
    List<String> leaveOut = new ArrayList<>();

    @Option(
            names = "--keep",
            paramLabel = "COLUMN",
            description = "csv: take a column that would be left out, say because it gives the label away; repeatable.")
    List<String> keep = new ArrayList<>();

    @Option(
            names = "--bins",
            paramLabel = "N",
            description = "csv: cut a label of numbers into N classes of equal size.")
    int bins;

    @Option(
            names = "--cut",
            paramLabel = "N",
            split = ",",
            description = "csv: cut a label of numbers at these values, such as 0 or 10,50.")
    List<Double> cuts = new ArrayList<>();

    @Option(
            names = "--header",
            paramLabel = "true|false",
            description = "csv: whether the first line names the columns. Default: told from the file.")
    Boolean header;

    @Option(
            names = "--schema",
            paramLabel = "FILE",
            description = "Read under this schema (fedfabric dataset schema writes one) instead of inferring it.")
    Path schema;

    @Option(names = "--seed", paramLabel = "S", description = "Of every draw. Default: ${DEFAULT-VALUE}.")
    long seed = 1;

    /** The kind of data. */
    public Kind kind() {
        return kind;
    }

    /** The seed of every draw. */
    public long seed() {
        return seed;
    }

    /**
     * Refuses options that cannot go together.
     *
     * @throws DatasetException with a sentence that begins with the option
     */
    public void check() {
        if (kind != Kind.GENERATED && data == null) {
            throw new DatasetException("--dataset " + kind.name().toLowerCase(Locale.ROOT)
                    + " needs --data DIR, the folder with its files, or --data FILE. Provided value: none");
        }
        if (kind != Kind.CSV && !wishes().equals(TableWishes.label(null))) {
            throw new DatasetException("--label, --leave-out, --keep, --bins, --cut and --header must go with --dataset"
                    + " csv. Provided value: " + kind.name().toLowerCase(Locale.ROOT));
        }
        if (schema != null && kind == Kind.GENERATED) {
            throw new DatasetException("--schema must go with --dataset csv or idx. Provided value: generated");
        }
    }

    /**
     * The data set these options name.
     *
     * @param generatedRows rows to make up for {@link Kind#GENERATED}
     */
    public DataSource source(int generatedRows) {
        check();
        DataSchema given = schema == null ? null : SchemaFile.read(schema);
        return switch (kind) {
            case GENERATED -> DataSource.generated(generatedRows, seed);
            case MNIST -> NamedData.images(data, given == null ? DataSchemas.mnist() : given, seed);
            case IDX -> NamedData.images(data, given, seed);
            case CSV -> NamedData.tables(data, given, wishes(), seed);
        };
    }

    private TableWishes wishes() {
        return new TableWishes(label, Set.copyOf(leaveOut), Set.copyOf(keep), cuts, bins, header);
    }
}
