package org.fedfabric.trainer.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.protocol.data.DataSchema;
import org.fedfabric.protocol.ledger.TaskRecord;
import org.fedfabric.protocol.model.ModelBlob;
import org.fedfabric.protocol.model.ModelSpec;
import org.fedfabric.trainer.dataset.SchemaFile;
import org.fedfabric.trainer.interchange.Dl4jModel;
import org.fedfabric.trainer.interchange.ImportedModel;
import org.fedfabric.trainer.ledger.FederationContract;
import org.fedfabric.trainer.terms.ModelSpecFile;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Which model a command is about: a task's version, an address, or a file. The bytes of a model name its network by digest
 * only, so for a blob or an address that no task published, the network must be said too.
 */
final class ModelChoice {
    private static final Duration FETCH_DEADLINE = Duration.ofSeconds(30);

    @Mixin
    NetworkOptions network;

    @Mixin
    ImageOption image;

    @Parameters(
            arity = "0..1",
            paramLabel = "MODEL",
            description = "TASK (its last version), TASK@VERSION, a CID, or a file: a Deeplearning4j zip or a blob.")
    String positional;

    @Option(names = "--model", paramLabel = "MODEL", description = "The same as an option.")
    String named;

    @Option(names = "--task", paramLabel = "TASK", description = "Of a CID or file: a task with its network and rows.")
    String task;

    @Option(names = "--spec", paramLabel = "FILE", description = "Of a CID or blob: its network (model import --spec).")
    Path specFile;

    @Option(names = "--schema", paramLabel = "FILE", description = "What a row is (schema.json). Default: the task's.")
    Path schemaFile;

    /** The model's bytes, checked. */
    ChosenModel fetch() throws Exception {
        String model = model();
        boolean isFile = !PublishedModel.isCid(model) && Files.isRegularFile(Path.of(model));
        if (isFile && task == null) {
            return file(Path.of(model), Optional.empty());
        }
        try (Session session = network.open()) {
            FederationContract contract = new FederationContract(session.ledger());
            Optional<TaskRecord> terms =
                    task == null ? Optional.empty() : Optional.of(PublishedModel.task(contract, task));
            return isFile ? file(Path.of(model), terms) : stored(session, contract, model, terms);
        }
    }

    private String model() {
        if ((positional == null) == (named == null)) {
            throw new CommandException(
                    ExitCode.USAGE, "One MODEL must be named. Provided value: " + (named == null ? "none" : "two"));
        }
        return named == null ? positional : named;
    }

    private ChosenModel stored(Session session, FederationContract contract, String model, Optional<TaskRecord> terms)
            throws Exception {
        Optional<PublishedModel> published = PublishedModel.isCid(model)
                ? PublishedModel.find(contract, model)
                : Optional.of(PublishedModel.named(contract, model));
        ModelSpec spec = published.isPresent() ? published.get().spec() : spec(model, terms);
        String cid = published.map(p -> p.version().modelCid()).orElse(model);
        byte[] blob = session.store().get(Cid.parse(cid), ModelBlob.lengthBytes(spec), FETCH_DEADLINE);
        return new ChosenModel(
                model, spec, blob, schema(terms.or(() -> published.map(PublishedModel::task))), published);
    }

    private ChosenModel file(Path file, Optional<TaskRecord> terms) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        boolean isZip = bytes.length > 1 && bytes[0] == 'P' && bytes[1] == 'K';
        if (isZip) {
            ImportedModel read = Dl4jModel.read(file, image.shape());
            bytes = ModelBlob.encode(read.spec(), read.parameters());
            return new ChosenModel(file.toString(), read.spec(), bytes, schema(terms), Optional.empty());
        }
        ModelSpec spec = spec(file.toString(), terms);
        ModelBlob.decode(spec, bytes);
        return new ChosenModel(file.toString(), spec, bytes, schema(terms), Optional.empty());
    }

    private ModelSpec spec(String model, Optional<TaskRecord> terms) throws IOException {
        if (specFile != null) {
            return ModelSpecFile.read(specFile);
        }
        return terms.map(t -> t.spec().model())
                .orElseThrow(() -> new CommandException(
                        ExitCode.USAGE,
                        "The network of " + model + " must be said, as no task of this channel is known to have"
                                + " published it: --task TASK or --spec FILE. Provided value: none"));
    }

    private Optional<DataSchema> schema(Optional<TaskRecord> terms) {
        return schemaFile != null
                ? Optional.of(SchemaFile.read(schemaFile))
                : terms.map(t -> t.spec().data());
    }
}
