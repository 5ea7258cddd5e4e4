package org.fedfabric.experiments.run;

import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.function.LongSupplier;
import org.fedfabric.experiments.result.Json;
import org.fedfabric.experiments.result.RunResult;
import org.fedfabric.trainer.durable.DurableFile;

/**
 * Wall time of a run over all the sessions that it took, in its folder ({@code elapsed.json}). It is written after every
 * version, so a kill costs the time since the last one, and the time in which nothing ran does not count.
 */
final class Elapsed {
    private final Path file;
    private final LongSupplier clock;
    private final long startNanos;
    private final Kept before;

    /**
     * As it is written.
     *
     * @param startedAt when the first session began, UTC, ISO 8601
     * @param sessions how many began, this one included
     * @param seconds of all of them together
     */
    record Kept(String startedAt, int sessions, double seconds) {}

    private Elapsed(Path file, LongSupplier clock, Kept before) {
        this.file = file;
        this.clock = clock;
        this.startNanos = clock.getAsLong();
        this.before = before;
    }

    /**
     * Begins a session.
     *
     * @param rounds what earlier sessions published: where none has left its time, theirs is that of its versions
     * @param clock nanoseconds, such as {@link System#nanoTime}
     */
    static Elapsed open(Path file, List<RunResult.Round> rounds, Instant now, LongSupplier clock) throws RunException {
        Kept before;
        try {
            before = Files.exists(file) ? read(Files.readString(file)) : null;
        } catch (IOException e) {
            throw unwritable(e);
        }
        if (before == null) {
            double seconds = rounds.stream()
                    .mapToDouble(round -> round.seconds().getOrDefault("whole", 0.0))
                    .sum();
            before = new Kept(now.toString(), rounds.isEmpty() ? 0 : 1, seconds);
        }
        Elapsed elapsed = new Elapsed(file, clock, before);
        elapsed.keep();
        return elapsed;
    }

    /** What a file says, null if it is damaged: a time is not worth a run. */
    private static Kept read(String text) {
        try {
            Kept kept = Json.COMPACT.fromJson(text, Kept.class);
            boolean whole = kept != null && kept.startedAt() != null && kept.seconds() >= 0;
            return whole && Instant.parse(kept.startedAt()) != null ? kept : null;
        } catch (JsonParseException | DateTimeParseException e) {
            return null;
        }
    }

    /** When the first session began. */
    Instant started() {
        return Instant.parse(before.startedAt());
    }

    /** Seconds of all sessions until now. */
    double seconds() {
        return before.seconds() + (clock.getAsLong() - startNanos) / 1e9;
    }

    /** Writes the time until now. */
    void keep() throws RunException {
        Kept now = new Kept(before.startedAt(), before.sessions() + 1, seconds());
        try {
            DurableFile.write(file, (Json.COMPACT.toJson(now) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private static RunException unwritable(IOException e) {
        return new RunException("The run's folder must be readable and writable. Provided value: " + e, e);
    }
}
