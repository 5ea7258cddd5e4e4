package org.fedfabric.trainer.cli;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.fedfabric.protocol.data.DataSchema;
import org.fedfabric.protocol.data.FeatureEncoder;
import org.fedfabric.protocol.data.FeatureRows;
import org.fedfabric.protocol.data.RawRows;
import org.fedfabric.protocol.ledger.TaskRecord;
import org.fedfabric.trainer.dataset.DatasetFolders;
import org.fedfabric.trainer.dataset.ParticipantFolder;
import org.fedfabric.trainer.learning.Evaluation;
import org.fedfabric.trainer.ledger.FederationContract;
import org.fedfabric.trainer.testset.RevealedTest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures a model on own rows. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        description = {
            "Measure a model on own rows, which stay on this machine with the figures;",
            "or on the test rows that its task has opened."
        })
final class ModelEvaluateCommand implements Callable<Integer> {
    @Mixin
    ModelChoice choice;

    @Mixin
    Output output;

    @Option(names = "--data", paramLabel = "DIR", description = "Folder with rows.")
    Path data;

    @Option(
            names = "--revealed",
            description = "The task's test rows: committed to when it was created, opened since it has ended.")
    boolean revealed;

    @Option(names = "--test", description = "Of a divided data set: its test rows.")
    boolean test;

    @Override
    public Integer call() throws Exception {
        ChosenModel model = choice.fetch();
        if (revealed == (data != null)) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "The rows must be said: --data DIR or --revealed. Provided value: " + (revealed ? "both" : "none"));
        }
        Optional<RevealedTest> opened = revealed ? Optional.of(opened(model)) : Optional.empty();
        FeatureRows rows = opened.isPresent() ? opened.get().rows() : own(model);
        Evaluation evaluation =
                Evaluation.of(model.logits(rows), rows.labels(), model.spec().classes());
        if (output.json) {
            JsonObject answer = new JsonObject();
            answer.addProperty("cid", model.cid());
            opened.ifPresent(set -> answer.addProperty("testCid", set.cid()));
            answer.addProperty("rows", rows.rows());
            answer.addProperty("accuracy", evaluation.accuracy());
            answer.addProperty("precision", evaluation.precision());
            answer.addProperty("recall", evaluation.recall());
            answer.addProperty("f1", evaluation.f1());
            output.object(answer.toString());
        } else {
            opened.ifPresent(set -> System.out.println("test rows " + set.cid()
                    + ", committed to when the task was created and opened since it has ended"));
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

    private FeatureRows own(ChosenModel model) {
        RawRows raw = test
                ? DatasetFolders.open(data).test()
                : ParticipantFolder.open(data).rows();
        requireSchema(model.requireSchema(), raw.schema());
        return FeatureEncoder.encode(raw);
    }

    private RevealedTest opened(ChosenModel model) throws Exception {
        try (Session session = choice.network.open()) {
            FederationContract contract = new FederationContract(session.ledger());
            TaskRecord task = choice.task == null
                    ? model.published()
                            .map(PublishedModel::task)
                            .orElseThrow(
                                    () -> new CommandException(
                                            ExitCode.USAGE,
                                            "The task whose test rows are meant must be said: --task TASK. Provided value: none"))
                    : PublishedModel.task(contract, choice.task);
            RevealedTest set = RevealedTest.fetch(task, session.store())
                    .orElseThrow(() -> new CommandException(
                            ExitCode.INCOMPLETE,
                            "The task must have opened its test rows. Provided value: "
                                    + task.spec().name() + ", which "
                                    + (task.spec().testCommitment() == null
                                            ? "committed to none"
                                            : "is " + task.state() + " and keeps them hidden; its requester, "
                                                    + task.requester() + ", opens them with task reveal-test")));
            requireSchema(model.requireSchema(), task.spec().data());
            return set;
        }
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
