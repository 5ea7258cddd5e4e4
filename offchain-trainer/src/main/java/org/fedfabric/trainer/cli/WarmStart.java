package org.fedfabric.trainer.cli;

import java.util.Optional;
import org.fedfabric.protocol.model.ModelSpec;
import org.fedfabric.protocol.task.InitialModel;
import org.fedfabric.trainer.ledger.FederationContract;
import org.fedfabric.trainer.ledger.LedgerException;
import picocli.CommandLine.Option;

/**
 * Which model a new task begins with. One that several enterprises made in a task of this ledger is trusted by everybody;
 * any other is uploaded, and a trainer joins only if its own configuration trusts the CID.
 */
final class WarmStart {
    @Option(
            names = "--from-model",
            paramLabel = "CID",
            description =
                    "Begin with this model: trusted if a task of this channel made it, else uploaded, and trainers"
                            + " must list it in trainer.trusted-models.")
    String cid;

    @Option(
            names = "--from-task",
            paramLabel = "TASK[@V]",
            description = "Begin with a model that a task of this channel made; its last, or version V.")
    String reference;

    /**
     * A model to begin with.
     *
     * @param initialModel what the terms say of it
     * @param spec its network, if the ledger knows it
     */
    record Source(InitialModel initialModel, Optional<ModelSpec> spec) {}

    /** The model to begin with, if one is named. */
    Optional<Source> source(FederationContract contract) throws LedgerException {
        if (cid != null && reference != null) {
            throw new CommandException(
                    ExitCode.USAGE, "--from-model or --from-task must be given, not both. Provided value: both");
        }
        if (reference != null) {
            return Optional.of(published(PublishedModel.named(contract, reference)));
        }
        if (cid == null) {
            return Optional.empty();
        }
        if (!PublishedModel.isCid(cid)) {
            throw new CommandException(
                    ExitCode.USAGE, "--from-model must be a CID (--from-task takes a task). Provided value: " + cid);
        }
        Optional<PublishedModel> known = PublishedModel.find(contract, cid);
        return Optional.of(
                known.isPresent() && isTrusted(known.get())
                        ? published(known.get())
                        : new Source(new InitialModel.Uploaded(cid), known.map(PublishedModel::spec)));
    }

    /** What the ledger's rules take for published; anything else is uploaded, whoever published it. */
    private static boolean isTrusted(PublishedModel model) {
        InitialModel origin = model.task().spec().initialModel();
        return model.version().version() > 0
                && !(origin instanceof InitialModel.Uploaded)
                && !origin.cid().equals(model.version().modelCid())
                && model.task().spec().quotas().minEnterprises() > 1;
    }

    private static Source published(PublishedModel model) {
        return new Source(
                new InitialModel.Published(
                        model.task().spec().name(),
                        model.version().version(),
                        model.version().modelCid()),
                Optional.of(model.spec()));
    }
}
