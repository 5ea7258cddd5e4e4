package org.fedfabric.trainer.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.data.FeatureEncoder;
import org.fedfabric.protocol.data.FeatureRows;
import org.fedfabric.protocol.data.RawRows;
import org.fedfabric.protocol.ledger.TaskRecord;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.model.ModelBlob;
import org.fedfabric.protocol.model.ModelSpec;
import org.fedfabric.trainer.dataset.DatasetFolders;
import org.fedfabric.trainer.dataset.ParticipantFolder;
import org.fedfabric.trainer.durable.DurableFile;
import org.fedfabric.trainer.interchange.Dl4jModel;
import org.fedfabric.trainer.learning.Evaluation;
import org.fedfabric.trainer.learning.Predictor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Models a task has published: take one away, measure it, let it predict. */
@Command(
        name = "model",
        mixinStandardHelpOptions = true,
        description = "Use the models that a task has published. Bytes are fetched by CID and checked.",
        subcommands = {ModelCommand.Export.class, ModelCommand.Evaluate.class, ModelCommand.Predict.class})
final class ModelCommand {
    private static final Duration FETCH_DEADLINE = Duration.ofSeconds(30);

    /** A published model and what it was trained for. */
    private record Published(TaskRecord task, VersionRecord version, byte[] blob) {
        ModelSpec spec() {
            return task.spec().model();
        }

        float[] parameters() {
            return ModelBlob.decode(spec(), blob);
        }
    }

    /** Which model. */
    static final class Which {
        @Mixin
        NetworkOptions network;

        @Parameters(paramLabel = "TASK", description = "The task.")
        String task;

        @Option(names = "--version-number", paramLabel = "V", defaultValue = "head", description = "Default: the last.")
        String version;

        private Published fetch() throws Exception {
            try (Session session = network.open()) {
                TaskRecord record = CanonicalJson.read(session.ledger().evaluate("task:Get", task), TaskRecord.class);
                VersionRecord published =
                        CanonicalJson.read(session.ledger().evaluate("round:Get", task, version), VersionRecord.class);
                byte[] blob = session.store()
                        .get(
                                Cid.parse(published.modelCid()),
                                ModelBlob.lengthBytes(record.spec().model()),
                                FETCH_DEADLINE);
                return new Published(record, published, blob);
            }
        }
    }

    @Command(name = "export", mixinStandardHelpOptions = true, description = "Write a model to a file.")
    static final class Export implements Callable<Integer> {
        @Mixin
        Which which;

        @Option(names = "--output", required = true, paramLabel = "FILE", description = "The file to write.")
        Path file;

        @Option(
                names = "--format",
                defaultValue = "dl4j",
                description = "dl4j (a Deeplearning4j zip) or blob (the bytes behind the CID). ${DEFAULT-VALUE}.")
        String format;

        @Override
        public Integer call() throws Exception {
            if (!format.equals("dl4j") && !format.equals("blob")) {
                throw new CommandException(ExitCode.USAGE, "--format must be dl4j or blob. Provided value: " + format);
            }
            Published model = which.fetch();
            if (format.equals("blob")) {
                DurableFile.write(file.toAbsolutePath(), model.blob());
            } else {
                Dl4jModel.write(model.spec(), model.parameters(), file);
            }
            System.out.println("Version " + model.version().version() + " of " + which.task + ", "
                    + model.version().modelCid() + ", is in " + file + ".");
            return ExitCode.DONE;
        }
    }

    @Command(
            name = "evaluate",
            mixinStandardHelpOptions = true,
            description = "Measure a model on own rows, which stay on this machine.")
    static final class Evaluate implements Callable<Integer> {
        @Mixin
        Which which;

        @Option(names = "--data", required = true, paramLabel = "DIR", description = "Folder with rows.")
        Path data;

        @Option(names = "--test", description = "Of a divided data set: its test rows.")
        boolean test;

        @Override
        public Integer call() throws Exception {
            Published model = which.fetch();
            RawRows raw = test
                    ? DatasetFolders.open(data).test()
                    : ParticipantFolder.open(data).rows();
            requireSchema(model, raw);
            FeatureRows rows = FeatureEncoder.encode(raw);
            Evaluation evaluation = Evaluation.of(
                    logits(model, rows), rows.labels(), model.spec().classes());
            System.out.printf(
                    Locale.ROOT,
                    "rows %d  accuracy %.4f  precision %.3f  recall %.3f  F1 %.3f%n",
                    rows.rows(),
                    evaluation.accuracy(),
                    evaluation.precision(),
                    evaluation.recall(),
                    evaluation.f1());
            return ExitCode.DONE;
        }
    }

    @Command(
            name = "predict",
            mixinStandardHelpOptions = true,
            description = "Print the predicted class and its probability for each row.")
    static final class Predict implements Callable<Integer> {
        @Mixin
        Which which;

        @Option(names = "--data", required = true, paramLabel = "DIR", description = "Folder with rows.")
        Path data;

        @Override
        public Integer call() throws Exception {
            Published model = which.fetch();
            RawRows raw = ParticipantFolder.open(data).rows();
            requireSchema(model, raw);
            FeatureRows rows = FeatureEncoder.encode(raw);
            float[] logits = logits(model, rows);
            List<String> classes = model.task().spec().data().classes();
            List<String[]> table = new ArrayList<>();
            table.add(new String[] {"row", "predicted", "probability"});
            for (int row = 0; row < rows.rows(); row++) {
                table.add(line(row, logits, classes));
            }
            Output.print(table);
            return ExitCode.DONE;
        }

        private static String[] line(int row, float[] logits, List<String> classes) {
            int offset = row * classes.size();
            int best = 0;
            for (int c = 1; c < classes.size(); c++) {
                best = logits[offset + c] > logits[offset + best] ? c : best;
            }
            double sum = 0;
            for (int c = 0; c < classes.size(); c++) {
                sum += Math.exp(logits[offset + c] - logits[offset + best]);
            }
            return new String[] {
                Integer.toString(row + 1), classes.get(best), String.format(Locale.ROOT, "%.3f", 1 / sum)
            };
        }
    }

    private static float[] logits(Published model, FeatureRows rows) throws IOException {
        try (Predictor predictor = new Predictor(model.spec())) {
            return predictor.logits(model.parameters(), rows.features(), rows.rows());
        }
    }

    private static void requireSchema(Published model, RawRows rows) {
        if (!rows.schema().equals(model.task().spec().data())) {
            throw new CommandException(
                    ExitCode.DATA,
                    "The rows must have the task's schema (label "
                            + model.task().spec().data().label() + ", "
                            + model.task().spec().data().featureCount() + " features). Provided value: label "
                            + rows.schema().label() + ", " + rows.schema().featureCount() + " features.");
        }
    }
}
