package org.fedfabric.trainer.cli;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.fedfabric.protocol.data.RawRows;
import org.fedfabric.trainer.dataset.DataOptions;
import org.fedfabric.trainer.dataset.DataSource;
import org.fedfabric.trainer.dataset.Dataset;
import org.fedfabric.trainer.dataset.DatasetDescription;
import org.fedfabric.trainer.dataset.DatasetFolders;
import org.fedfabric.trainer.dataset.InferenceReport;
import org.fedfabric.trainer.dataset.ParticipantFolder;
import org.fedfabric.trainer.dataset.Partition;
import org.fedfabric.trainer.dataset.RowsManifest;
import org.fedfabric.trainer.dataset.SplitPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Data sets: look at one, divide one among participants, make one up. */
@Command(
        name = "dataset",
        mixinStandardHelpOptions = true,
        description = "Describe, divide and generate data sets. Nothing here touches a ledger.",
        subcommands = {
            DatasetCommand.Describe.class,
            DatasetCommand.Split.class,
            DatasetCommand.Generate.class,
            DatasetSchemaCommand.class,
            DatasetMergeCommand.class
        })
final class DatasetCommand {
    /** Rows made up where no number is asked for: as many as AI4I 2020 has. */
    static final int GENERATED_ROWS = 10_000;

    @Command(
            name = "describe",
            mixinStandardHelpOptions = true,
            description = "Rows, classes and columns, with plain pictures. Stays on this machine.")
    static final class Describe implements Callable<Integer> {
        @Mixin
        DataOptions source;

        @Option(names = "--rows", defaultValue = "10000", description = "generated: rows. Default: ${DEFAULT-VALUE}.")
        int rows;

        @Parameters(
                arity = "0..1",
                paramLabel = "DIR",
                description = "A participant's folder, or one that dataset split wrote. Default: --dataset.")
        Path folder;

        @Option(names = "--json", description = "Print JSON: what was inferred, and figures of every column.")
        boolean json;

        @Override
        public Integer call() {
            RawRows shown;
            Optional<InferenceReport> inferred = Optional.empty();
            if (folder == null) {
                Dataset dataset = source.source(rows).read();
                shown = dataset.training();
                inferred = dataset.inferred();
            } else if (Files.exists(folder.resolve("manifest.json"))) {
                shown = ParticipantFolder.open(folder).rows();
            } else {
                shown = DatasetFolders.open(folder).validation();
                if (!json) {
                    System.out.println("The validation rows, which every member of a task can read:");
                }
            }
            DatasetDescription description = DatasetDescription.of(shown);
            if (json) {
                JsonObject all = new JsonObject();
                inferred.ifPresent(report -> all.add("inferred", report.json()));
                all.add("training", description.json());
                System.out.println(Output.pretty(all));
                return ExitCode.DONE;
            }
            inferred.ifPresent(report -> report.lines().forEach(System.out::println));
            System.out.println(description.picture());
            return ExitCode.DONE;
        }
    }

    @Command(
            name = "split",
            mixinStandardHelpOptions = true,
            description = "Divide a data set into one folder per participant, validation rows and test rows.")
    static final class Split implements Callable<Integer> {
        @Mixin
        DataOptions source;

        @Option(names = "--rows", defaultValue = "10000", description = "generated: rows. Default: ${DEFAULT-VALUE}.")
        int rows;

        @Option(names = "--output", required = true, paramLabel = "DIR", description = "A new or empty folder.")
        Path folder;

        @Option(names = "--enterprises", defaultValue = "3", description = "Default: ${DEFAULT-VALUE}.")
        int enterprises;

        @Option(names = "--participants", defaultValue = "2", description = "Of each. Default: ${DEFAULT-VALUE}.")
        int participants;

        @Option(
                names = "--partition",
                defaultValue = "iid",
                description = "iid, shards:K, dirichlet:A, column:NAME or files. Default: ${DEFAULT-VALUE}.")
        String partition;

        @Option(names = "--validation-count", defaultValue = "500", description = "Default: ${DEFAULT-VALUE}.")
        int validation;

        @Option(names = "--train-count", defaultValue = "0", description = "Training rows to use; 0 for all.")
        int train;

        @Override
        public Integer call() {
            List<SplitPlan.Owner> owners = new ArrayList<>();
            for (int e = 0; e < enterprises; e++) {
                for (int p = 1; p <= participants; p++) {
                    owners.add(new SplitPlan.Owner("enterprise-" + (char) ('a' + e), "p" + p));
                }
            }
            List<RowsManifest> parts = DatasetFolders.write(
                    folder,
                    source.source(rows).read(),
                    new SplitPlan(owners, Partition.parse(partition), validation, train, source.seed()));
            List<String[]> table = new ArrayList<>();
            table.add(new String[] {"enterprise", "participant", "rows"});
            parts.forEach(p -> table.add(new String[] {p.enterprise(), p.participant(), Integer.toString(p.rows())}));
            Output.print(table);
            return ExitCode.DONE;
        }
    }

    @Command(
            name = "generate",
            mixinStandardHelpOptions = true,
            description = {
                "Make up machine-failure rows after the published rules of AI4I 2020 (docs/data.md) for one participant."
            })
    static final class Generate implements Callable<Integer> {
        @Option(names = "--rows", defaultValue = "2000", description = "Default: ${DEFAULT-VALUE}.")
        int rows;

        @Option(names = "--seed", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}.")
        long seed;

        @Option(names = "--enterprise", defaultValue = "enterprise-a", description = "Whose. ${DEFAULT-VALUE}.")
        String enterprise;

        @Option(names = "--participant", defaultValue = "p1", description = "Whose. Default: ${DEFAULT-VALUE}.")
        String participant;

        @Option(names = "--output", required = true, paramLabel = "DIR", description = "A new or empty folder.")
        Path folder;

        @Override
        public Integer call() throws IOException {
            Dataset generated = DataSource.generated(rows, seed).read();
            RowsManifest made = ParticipantFolder.write(
                    folder,
                    generated.training(),
                    generated.origin(),
                    new SplitPlan.Owner(enterprise, participant),
                    "all",
                    seed);
            System.out.println(made.rows() + " rows in " + folder + ". See: fedfabric dataset describe " + folder);
            return ExitCode.DONE;
        }
    }
}
