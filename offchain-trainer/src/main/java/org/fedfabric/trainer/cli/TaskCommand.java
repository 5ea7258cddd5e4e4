package org.fedfabric.trainer.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.contentstore.Pinning;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.data.DataSchema;
import org.fedfabric.protocol.data.RowsBlob;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.model.ModelBlob;
import org.fedfabric.protocol.model.ModelSpec;
import org.fedfabric.protocol.task.Aggregation;
import org.fedfabric.protocol.task.Evaluation;
import org.fedfabric.protocol.task.Selection;
import org.fedfabric.protocol.task.TaskSpec;
import org.fedfabric.protocol.task.Training;
import org.fedfabric.protocol.task.UpdateCheck;
import org.fedfabric.protocol.task.ValidationSet;
import org.fedfabric.trainer.dataset.SchemaFile;
import org.fedfabric.trainer.ledger.FederationContract;
import org.fedfabric.trainer.provenance.ReportedScores;
import org.fedfabric.trainer.terms.ModelSpecFile;
import org.fedfabric.trainer.terms.TaskDraft;
import org.fedfabric.trainer.testset.HiddenTest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tasks: open one, start it, stop it, look at it. */
@Command(
        name = "task",
        mixinStandardHelpOptions = true,
        description = "Open, start, stop and look at federated-learning tasks.",
        subcommands = {
            TaskCommand.Create.class,
            TaskCommand.Start.class,
            TaskCommand.Stop.class,
            TaskRevealTestCommand.class,
            TaskCommand.Show.class,
            TaskCommand.ListAll.class
        })
final class TaskCommand {
    private static final Duration STORE_DEADLINE = Duration.ofSeconds(30);

    @Command(
            name = "create",
            mixinStandardHelpOptions = true,
            description = {
                "Open a task. Its terms are fixed from then on; participants bind themselves to all of them by joining.",
                "The validation rows (see: fedfabric dataset split) can be read by every member."
            })
    static final class Create implements Callable<Integer> {
        @Mixin
        NetworkOptions network;

        @Mixin
        Output output;

        @Parameters(paramLabel = "NAME", description = "The task's name: a-z, 0-9 and -.")
        String name;

        @Option(names = "--schema", required = true, paramLabel = "FILE", description = "What a row is (schema.json).")
        Path schema;

        @Option(
                names = "--validation",
                required = true,
                paramLabel = "FILE",
                description = "The rows endorsers judge with (validation.bin).")
        Path validation;

        @Option(
                names = "--model",
                paramLabel = "NAME|FILE",
                description =
                        "linear, mlp, 2nn, small-cnn, mcmahan-cnn, or a file (model import --spec). Default: mlp, or the"
                                + " network of the model to start from.")
        String model;

        @Mixin
        WarmStart warmStart;

        @Mixin
        NoiseOptions noise;

        @Mixin
        MeasureOptions measures;

        @Mixin
        TestOptions test;

        @Option(names = "--versions", defaultValue = "10", description = "Versions. Default: ${DEFAULT-VALUE}.")
        int versions;

        @Option(names = "--select", defaultValue = "0", description = "Participants a version; 0 for all.")
        int select;

        @Option(names = "--epochs", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}.")
        int epochs;

        @Option(names = "--batch", defaultValue = "32", description = "Default: ${DEFAULT-VALUE}.")
        int batch;

        @Option(names = "--rate", defaultValue = "0.05", description = "Learning rate. Default: ${DEFAULT-VALUE}.")
        double rate;

        @Option(names = "--momentum", defaultValue = "0.9", description = "Default: ${DEFAULT-VALUE}.")
        double momentum;

        @Option(names = "--quorum", defaultValue = "2", description = "Updates a version needs. ${DEFAULT-VALUE}.")
        int quorum;

        @Option(names = "--deadline", defaultValue = "60", description = "Seconds a version waits. ${DEFAULT-VALUE}.")
        int deadline;

        @Option(names = "--min-enterprises", defaultValue = "2", description = "Default: ${DEFAULT-VALUE}.")
        int minEnterprises;

        @Option(names = "--max-rows", defaultValue = "65536", description = "Rows at which weight is whole.")
        int maxRows;

        @Option(names = "--clip-norm", defaultValue = "20", description = "Largest L2 norm of an update.")
        double clipNorm;

        @Option(
                names = "--alike",
                description = {
                    "Participants' rows are alike (IID): compare a version's updates with one another as well. Without effect",
                    "with --few-classes, for small models or few classes, and where judging cannot afford it."
                })
        boolean alike;

        @Option(
                names = "--few-classes",
                description = {
                    "Participants hold few of the classes each: judge what every update does to each class,",
                    "and let the second rejection in a row count, not the first."
                })
        boolean fewClasses;

        @Option(
                names = "--aggregation",
                defaultValue = "weighted-mean",
                paramLabel = "RULE",
                description = {
                    "How updates become the next model: weighted-mean, or by votes multi-krum, trimmed-mean, median,",
                    "geometric-median, centred-clipping, fltrust.",
                    "All but fltrust take --min-enterprises 3 and --quorum 3, multi-krum 5. Default: ${DEFAULT-VALUE}."
                })
        String aggregation;

        @Option(
                names = "--evaluation",
                defaultValue = "none",
                paramLabel = "RULE",
                description = {
                    "none, or shared: members may report, per version, loss and accuracy on rows of their own that they",
                    "hold out; never in a task with noise. Default: ${DEFAULT-VALUE}."
                })
        Evaluation evaluation;

        @Option(names = "--seed", defaultValue = "1", description = "Of initial weights and beacon.")
        long seed;

        private UpdateCheck check(ModelSpec model, int validationRows) {
            if (!fewClasses) {
                return alike ? UpdateCheck.alike(model, validationRows) : UpdateCheck.crossEntropy();
            }
            // Where all are selected, how many is known only later; the quorum is the least that it can be.
            return UpdateCheck.fewClasses(select == 0 ? quorum : select, model.classes());
        }

        private Aggregation aggregation() {
            try {
                return Aggregation.named(aggregation);
            } catch (IllegalArgumentException e) {
                throw new CommandException(ExitCode.USAGE, "--" + e.getMessage());
            }
        }

        @Override
        public Integer call() throws Exception {
            DataSchema data = SchemaFile.read(schema);
            byte[] rows = Files.readAllBytes(validation);
            int count = RowsBlob.decode(data, rows).rows();
            try (Session session = network.open()) {
                Optional<WarmStart.Source> source = warmStart.source(new FederationContract(session.ledger()));
                TaskDraft draft = noise.addTo(
                        draft(data, source, new ValidationSet(Cid.of(rows).toString(), rows.length, count)));
                session.store().put(rows, Pinning.PINNED, STORE_DEADLINE);
                TaskSpec spec = measures.addTo(draft.toSpec());
                if (source.isPresent()) {
                    spec = spec.startingFrom(source.get().initialModel());
                } else {
                    byte[] drawn = ModelBlob.encode(draft.model(), draft.initialParameters());
                    session.store().put(drawn, Pinning.PINNED, STORE_DEADLINE);
                }
                Optional<HiddenTest> hidden = test.commit(name, data, draft.validation());
                if (hidden.isPresent()) {
                    spec = spec.committedTo(hidden.get().commitment());
                    System.err.println("committed to the test rows in " + test.test + "; keep "
                            + TestOptions.secretOf(test.secret, name) + ": nobody can open them without it");
                }
                NoiseOptions.tell(spec, select == 0 ? quorum : select, System.err);
                session.ledger().submit("task:Create", CanonicalJson.write(spec));
                output.object(session.ledger().evaluate("task:Get", name));
            }
            return ExitCode.DONE;
        }

        private TaskDraft draft(DataSchema data, Optional<WarmStart.Source> source, ValidationSet rows)
                throws IOException {
            ModelSpec network =
                    model == null && source.isPresent() && source.get().spec().isPresent()
                            ? source.get().spec().get()
                            : ModelSpecFile.resolve(model == null ? "mlp" : model, data);
            return new TaskDraft(
                            name,
                            network,
                            data,
                            rows,
                            new Training(
                                    epochs,
                                    batch,
                                    Training.Optimiser.SGD,
                                    Math.round(rate * 1e6),
                                    Math.round(momentum * 1e6)),
                            select == 0 ? Selection.all() : Selection.all().withCount(select),
                            check(network, rows.rows()),
                            clipNorm,
                            31 - Integer.numberOfLeadingZeros(maxRows),
                            versions,
                            quorum,
                            deadline,
                            minEnterprises,
                            seed)
                    .evaluating(evaluation)
                    .aggregating(aggregation());
        }
    }

    @Command(
            name = "start",
            mixinStandardHelpOptions = true,
            description = "Start a task with those who have joined it.")
    static final class Start extends LedgerCall {
        @Parameters(paramLabel = "TASK")
        String task;

        @Override
        void ask(Session session) throws Exception {
            TreeSet<String> ids = new TreeSet<>();
            for (JsonElement member : Pages.all(session.ledger(), "task:Joins", task)) {
                if (!member.getAsJsonObject().get("left").getAsBoolean()) {
                    ids.add(member.getAsJsonObject().get("participantId").getAsString());
                }
            }
            new FederationContract(session.ledger()).start(task, ids);
            output.object(session.ledger().evaluate("round:Get", task, "head"));
        }
    }

    @Command(name = "stop", mixinStandardHelpOptions = true, description = "End a task early.")
    static final class Stop extends LedgerCall {
        @Parameters(paramLabel = "TASK")
        String task;

        @Override
        void ask(Session session) throws Exception {
            output.object(session.ledger().submit("task:Stop", task).result());
        }
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "A task's terms, state and head version.")
    static final class Show extends LedgerCall {
        @Parameters(paramLabel = "TASK")
        String task;

        @Override
        void ask(Session session) throws Exception {
            output.object(session.ledger().evaluate("task:Get", task));
            JsonArray joins = Pages.all(session.ledger(), "task:Joins", task);
            if (!output.json) {
                System.out.println();
                output.rows(joins, "participantId", "lineage", "rowsLog2", "left");
                FederationContract contract = new FederationContract(session.ledger());
                ContributionLines.print(contract.roster(task));
                Optional<VersionRecord> version = contract.head(task);
                if (version.isPresent()) {
                    ScoreLines.print(
                            ReportedScores.read(contract, task, version.get().version()));
                }
            }
        }
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "All tasks of the channel.")
    static final class ListAll extends LedgerCall {
        @Override
        void ask(Session session) throws Exception {
            output.rows(
                    Pages.all(session.ledger(), "task:List"),
                    "spec.name",
                    "state",
                    "requester",
                    "spec.schedule.versions",
                    "specDigest");
        }
    }
}
