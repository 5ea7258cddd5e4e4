package org.fedfabric.trainer.cli;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.fedfabric.protocol.data.DataSchema;
import org.fedfabric.protocol.data.FeatureEncoder;
import org.fedfabric.protocol.data.FeatureRows;
import org.fedfabric.protocol.data.RawRows;
import org.fedfabric.trainer.dataset.DatasetFolders;
import org.fedfabric.trainer.dataset.ParticipantFolder;
import org.fedfabric.trainer.learning.Evaluation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures a model on own rows. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        description = "Measure a model on own rows. Rows and figures stay on this machine.")
final class ModelEvaluateCommand implements Callable<Integer> {
    @Mixin
    ModelChoice choice;

    @Mixin
    Output output;

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "Folder with rows.")
    Path data;

    @Option(names = "--test", description = "Of a divided data set: its test rows.")
    boolean test;

    @Override
    public Integer call() throws Exception {
        ChosenModel model = choice.fetch();
        RawRows raw = test
                ? DatasetFolders.open(data).test()
                : ParticipantFolder.open(data).rows();
        requireSchema(model.requireSchema(), raw.schema());
        FeatureRows rows = FeatureEncoder.encode(raw);
        Evaluation evaluation =
                Evaluation.of(model.logits(rows), rows.labels(), model.spec().classes());
        if (output.json) {
            JsonObject answer = new JsonObject();
            answer.addProperty("cid", model.cid());
            answer.addProperty("rows", rows.rows());
            answer.addProperty("accuracy", evaluation.accuracy());
            answer.addProperty("precision", evaluation.precision());
            answer.addProperty("recall", evaluation.recall());
            answer.addProperty("f1", evaluation.f1());
            output.object(answer.toString());
        } else {
            System.out.printf(
                    Locale.ROOT,
                    "rows %d  accuracy %.4f  precision %.3f  recall %.3f  F1 %.3f%n",
                    rows.rows(),
                    evaluation.accuracy(),
                    evaluation.precision(),
                    evaluation.recall(),
                    evaluation.f1());
        }
        return ExitCode.DONE;
    }

    private static void requireSchema(DataSchema wanted, DataSchema rows) {
        if (!rows.equals(wanted)) {
            throw new CommandException(
                    ExitCode.DATA,
                    "The rows must have the task's schema (label " + wanted.label() + ", " + wanted.featureCount()
                            + " features). Provided value: label " + rows.label() + ", " + rows.featureCount()
                            + " features");
        }
    }
}
