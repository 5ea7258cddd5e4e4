package org.fedfabric.trainer.demo;

import java.nio.file.Path;
import org.fedfabric.protocol.model.NamedModels;
import org.fedfabric.trainer.dataset.DatasetException;
import org.fedfabric.trainer.dataset.Partition;
import picocli.CommandLine.Option;

/** What a person can ask of a demo. Defaults marked "by dataset" are in {@link DatasetDefaults}. */
public final class DemoOptions {
    /** Whether to compare with training alone and pooled. */
    public enum Baselines {
        /** On for generated data, off otherwise. */
        AUTO,
        /** After the job. */
        ON,
        /** Not at all. */
        OFF
    }

    /** Where the rows come from. */
    public enum Dataset {
        /** Machine failures made up after published rules; nothing to download. */
        GENERATED,
        /** Images and labels in IDX files. */
        MNIST,
        /** A table of comma-separated values. */
        CSV
    }

    @Option(names = "--embedded", description = "Use the embedded network (default where Fabric is not found).")
    boolean embedded;

    @Option(names = "--enterprises", paramLabel = "N", description = "Enterprises. Default: ${DEFAULT-VALUE}.")
    int enterprises = 3;

    @Option(
            names = "--participants",
            paramLabel = "N",
            description = "Participants of each enterprise. Default: ${DEFAULT-VALUE}.")
    int participants = 2;

    @Option(
            names = "--dataset",
            paramLabel = "NAME",
            description = "generated, mnist or csv. Default: ${DEFAULT-VALUE}.")
    Dataset dataset = Dataset.GENERATED;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder (or CSV file) with the data; needed for mnist and csv.")
    Path data;

    @Option(names = "--label", paramLabel = "COLUMN", description = "csv: the column to predict. Default: the last.")
    String label;

    @Option(names = "--train-count", paramLabel = "N", description = "Use only this many training rows.")
    Integer trainCount;

    @Option(
            names = "--validation-count",
            paramLabel = "N",
            description = "Rows taken from the training data for the endorsers to judge with. Default: "
                    + "${DEFAULT-VALUE}.")
    int validationCount = 500;

    @Option(
            names = "--partition",
            paramLabel = "KIND",
            description = "iid, shards:K (K label shards each; shards is shards:2), dirichlet:A or column:NAME."
                    + " Default: by dataset.")
    String partition;

    @Option(names = "--model", paramLabel = "NAME", description = "mlp, 2nn, small-cnn or mcmahan-cnn. By dataset.")
    String model;

    @Option(names = "--versions", paramLabel = "N", description = "Versions to publish. Default: by dataset.")
    Integer versions;

    @Option(
            names = "--select",
            paramLabel = "WHO",
            description = "all, a number of participants, or a fraction such as 0.1. Default: ${DEFAULT-VALUE}.")
    String select = "all";

    @Option(names = "--epochs", paramLabel = "N", description = "Passes over the data. Default: ${DEFAULT-VALUE}.")
    int epochs = 1;

    @Option(names = "--batch", paramLabel = "N", description = "Rows per step. Default: ${DEFAULT-VALUE}.")
    int batch = 32;

    @Option(names = "--rate", paramLabel = "R", description = "Learning rate. Default: ${DEFAULT-VALUE}.")
    double rate = .05;

    @Option(names = "--momentum", paramLabel = "M", description = "Momentum of SGD. Default: ${DEFAULT-VALUE}.")
    double momentum = .9;

    @Option(
            names = "--baselines",
            paramLabel = "WHEN",
            description = "auto, on or off: compare with training alone and with pooled data. Default: "
                    + "${DEFAULT-VALUE}.")
    Baselines baselines = Baselines.AUTO;

    @Option(
            names = "--privacy",
            paramLabel = "KIND",
            description = "none: this version adds no noise, and every member can read every update.")
    String privacy = "none";

    @Option(
            names = "--attack",
            paramLabel = "KIND:COUNT",
            description = "none, or how many participants simulate an attack: sign-flip:COUNT, scaled-flip:COUNT.")
    String attack = "none";

    @Option(
            names = "--deadline",
            paramLabel = "SECONDS",
            description = "How long a version waits for its participants. Default: ${DEFAULT-VALUE}.")
    int deadlineSeconds = 60;

    @Option(names = "--seed", paramLabel = "S", description = "Same seed, same model. Default: ${DEFAULT-VALUE}.")
    long seed = 1;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the report as one JSON object.")
    Path json;

    /** Refuses values that cannot work, before anything is started. */
    void check() {
        require(enterprises >= 1 && enterprises <= 26, "--enterprises must lie in [1, 26]", enterprises);
        require(participants >= 1 && participants <= 1000, "--participants must lie in [1, 1000]", participants);
        require(epochs >= 1 && epochs <= 100, "--epochs must lie in [1, 100]", epochs);
        require(batch >= 1 && batch <= 65_536, "--batch must lie in [1, 65536]", batch);
        require(rate > 0 && rate <= 100, "--rate must be above 0 and at most 100", rate);
        require(momentum >= 0 && momentum < 1, "--momentum must lie in [0, 1)", momentum);
        require(versions == null || versions >= 1, "--versions must be at least 1", versions);
        require(deadlineSeconds >= 20, "--deadline must be at least 20 seconds", deadlineSeconds);
        require(
                validationCount >= 10 && validationCount <= 10_000,
                "--validation-count must lie in [10, 10000]",
                validationCount);
        require(
                trainCount == null || trainCount >= participants * enterprises,
                "--train-count must leave each participant a row",
                trainCount);
        require(
                privacy.equals("none"),
                "--privacy must be none: this version adds no noise. Tasks with noise come with a later one",
                privacy);
        require(
                model == null || NamedModels.names().contains(model),
                "--model must be one of " + String.join(", ", NamedModels.names()),
                model);
        SelectOption.parse(select);
        AttackPlan.parse(attack, enterprises * participants);
        try {
            Partition.parse(partition());
        } catch (DatasetException e) {
            throw new DemoException(DemoException.USAGE, "--" + e.getMessage());
        }
        require(
                dataset == Dataset.GENERATED || data != null,
                "--dataset " + dataset.name().toLowerCase(java.util.Locale.ROOT)
                        + " needs --data DIR, the folder with its files",
                "none");
    }

    /** How rows are spread. */
    String partition() {
        return partition == null ? DatasetDefaults.of(dataset).partition() : partition;
    }

    private static void require(boolean holds, String mustHold, Object provided) {
        if (!holds) {
            throw new DemoException(DemoException.USAGE, mustHold + ". Provided value: " + provided);
        }
    }
}
