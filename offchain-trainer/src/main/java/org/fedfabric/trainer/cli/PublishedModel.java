package org.fedfabric.trainer.cli;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.protocol.ledger.TaskRecord;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.model.ModelSpec;
import org.fedfabric.trainer.ledger.FederationContract;
import org.fedfabric.trainer.ledger.LedgerException;

/** A model where it stands on the ledger: as a version of a task. */
record PublishedModel(TaskRecord task, VersionRecord version) {
    private static final Pattern REFERENCE = Pattern.compile("([a-z0-9-]{1,64})(?:@(head|[0-9]{1,12}))?");

    ModelSpec spec() {
        return task.spec().model();
    }

    /** Whether a text is a content address rather than a task's name. */
    static boolean isCid(String text) {
        try {
            Cid.parse(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * The model that TASK or TASK@VERSION names; without a version, the task's last.
     *
     * @throws CommandException if the text names none
     */
    static PublishedModel named(FederationContract contract, String reference) throws LedgerException {
        Matcher parts = REFERENCE.matcher(reference);
        if (!parts.matches()) {
            throw new CommandException(
                    ExitCode.USAGE, "A model must be TASK, TASK@VERSION or a CID. Provided value: " + reference);
        }
        TaskRecord task = task(contract, parts.group(1));
        String number = parts.group(2);
        Optional<VersionRecord> version = number == null || number.equals("head")
                ? contract.head(parts.group(1))
                : contract.version(parts.group(1), Long.parseLong(number));
        return new PublishedModel(
                task,
                version.orElseThrow(() -> new CommandException(
                        ExitCode.USAGE,
                        "Task " + parts.group(1) + " must have published that version. Provided value: " + reference)));
    }

    /**
     * Where an address was published first; a version that enterprises made together comes before an initial model.
     * Reads the channel's tasks and versions, a hundred at a time.
     */
    static Optional<PublishedModel> find(FederationContract contract, String cid) throws LedgerException {
        Optional<PublishedModel> found = Optional.empty();
        for (TaskRecord task : contract.tasks()) {
            Optional<VersionRecord> version = contract.versions(task.spec().name()).stream()
                    .filter(v -> v.modelCid().equals(cid))
                    .max(Comparator.comparing((VersionRecord v) -> v.version() > 0)
                            .thenComparing(
                                    Comparator.comparing(VersionRecord::version).reversed()));
            if (version.isPresent() && version.get().version() > 0) {
                return Optional.of(new PublishedModel(task, version.get()));
            }
            if (version.isPresent() && found.isEmpty()) {
                found = Optional.of(new PublishedModel(task, version.get()));
            }
        }
        return found;
    }

    static TaskRecord task(FederationContract contract, String name) throws LedgerException {
        return contract.task(name)
                .orElseThrow(() -> new CommandException(
                        ExitCode.USAGE, "The task must exist on this channel. Provided value: " + name));
    }
}
