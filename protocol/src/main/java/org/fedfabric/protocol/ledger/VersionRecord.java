package org.fedfabric.protocol.ledger;

import java.util.List;
import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.canonical.Names;

/**
 * A model version and the collection of updates that start from it. Times are transaction timestamps, in milliseconds
 * since 1970.
 *
 * @param schema version of this record's form, 1
 * @param task the task
 * @param version 0 is the initial model
 * @param modelCid address of the model's bytes
 * @param state where the collection stands
 * @param seed the beacon's value for this version, 64 hexadecimal digits
 * @param selected who may submit, sorted
 * @param openedMillis when it was published
 * @param deadlineMillis when it may be closed with less than the target
 * @param extensions how often the deadline was extended
 * @param closedMillis when it was closed, or absent
 * @param contributors whose submissions count, sorted by id; empty until Close
 * @param scoreMicros the model's own metric on the validation set, in millionths
 * @param fruitless how many versions in a row, ending here, brought no change
 * @param progress how far the task has come, or absent in a task without patience
 */
public record VersionRecord(
        int schema,
        String task,
        long version,
        String modelCid,
        VersionState state,
        String seed,
        List<String> selected,
        long openedMillis,
        long deadlineMillis,
        int extensions,
        Long closedMillis,
        List<Contributor> contributors,
        long scoreMicros,
        int fruitless,
        Progress progress) {
    /** Checks the parts. */
    public VersionRecord {
        Checks.inRange(schema, 1, 1, "schema of a version");
        Names.requireId(task, "task");
        Checks.inRange(version, 0, 1L << 40, "version");
        Checks.present(modelCid, "modelCid");
        Checks.present(state, "state of a version");
        Names.requireDigest(seed, "seed of a version");
        selected = Checks.list(selected, 4_096, "selected");
        contributors = Checks.list(contributors, 4_096, "contributors");
        Checks.time(openedMillis, "openedMillis");
        Checks.time(deadlineMillis, "deadlineMillis");
        Checks.inRange(extensions, 0, 16, "extensions");
        if (closedMillis != null) {
            Checks.time(closedMillis, "closedMillis");
        }
        Checks.inRange(fruitless, 0, 1_000, "fruitless");
    }

    /** A version of a task without patience. */
    public VersionRecord(
            int schema,
            String task,
            long version,
            String modelCid,
            VersionState state,
            String seed,
            List<String> selected,
            long openedMillis,
            long deadlineMillis,
            int extensions,
            Long closedMillis,
            List<Contributor> contributors,
            long scoreMicros,
            int fruitless) {
        this(
                schema,
                task,
                version,
                modelCid,
                state,
                seed,
                selected,
                openedMillis,
                deadlineMillis,
                extensions,
                closedMillis,
                contributors,
                scoreMicros,
                fruitless,
                null);
    }

    /** This version closed over its contributors. */
    public VersionRecord closed(long atMillis, List<Contributor> over) {
        return new VersionRecord(
                schema,
                task,
                version,
                modelCid,
                VersionState.CLOSED,
                seed,
                selected,
                openedMillis,
                deadlineMillis,
                extensions,
                atMillis,
                over,
                scoreMicros,
                fruitless,
                progress);
    }

    /** This version with its deadline moved, as one of its extensions. */
    public VersionRecord extended(long newDeadlineMillis) {
        return withDeadline(newDeadlineMillis, extensions + 1);
    }

    /** This version with its deadline moved because nothing could commit; this does not count as an extension. */
    public VersionRecord postponed(long newDeadlineMillis) {
        return withDeadline(newDeadlineMillis, extensions);
    }

    private VersionRecord withDeadline(long newDeadlineMillis, int newExtensions) {
        return new VersionRecord(
                schema,
                task,
                version,
                modelCid,
                state,
                seed,
                selected,
                openedMillis,
                newDeadlineMillis,
                newExtensions,
                closedMillis,
                contributors,
                scoreMicros,
                fruitless,
                progress);
    }

    /** This version in another state, with what is now known of its contributors. */
    public VersionRecord in(VersionState next, List<Contributor> judged) {
        return new VersionRecord(
                schema,
                task,
                version,
                modelCid,
                next,
                seed,
                selected,
                openedMillis,
                deadlineMillis,
                extensions,
                closedMillis,
                judged,
                scoreMicros,
                fruitless,
                progress);
    }
}
