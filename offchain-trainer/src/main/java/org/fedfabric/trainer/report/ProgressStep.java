package org.fedfabric.trainer.report;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import java.util.Optional;

/**
 * One line of a trainer's progress file.
 *
 * @param t when it happened, milliseconds since 1970
 * @param participant who
 * @param task where
 * @param version the base version it belongs to
 * @param step what: see {@link CriticalPathBuilder} for the names that matter here
 * @param txId the transaction that did it, if one did
 * @param failed in a process's last line: its failed invocations
 * @param retried in a process's last line: its repeated invocations
 */
public record ProgressStep(
        long t, String participant, String task, long version, String step, String txId, long failed, long retried) {
    private static final Gson GSON = new Gson();

    /** Reads a line; empty if it is not a whole one (a process may have been killed while it wrote). */
    public static Optional<ProgressStep> parse(String line) {
        try {
            return Optional.ofNullable(GSON.fromJson(line, ProgressStep.class)).filter(s -> s.step() != null);
        } catch (JsonParseException e) {
            return Optional.empty();
        }
    }
}
