package org.fedfabric.experiments.result;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.fedfabric.experiments.run.RunSettings;
import org.fedfabric.trainer.durable.DurableFile;

/**
 * The files of one experiment: {@code experiment.json}, {@code sessions.json}, {@code points.csv}, and for each run {@code runs/ID/} with
 * {@code settings.json} from its start on and {@code result.json} or {@code failure.json} at its end. Every file is written
 * whole or not at all.
 */
public final class ExperimentFolder {
    private static final String SETTINGS = "settings.json";
    private static final String RESULT = "result.json";
    private static final String FAILURE = "failure.json";
    private static final String OUTLINE = "experiment.json";
    private static final String POINTS = "points.csv";
    private static final String SESSIONS = "sessions.json";
    private static final String ROUNDS = "rounds.jsonl";

    /** What stays of a run that has its result; its network and models are wanted only to go on. */
    private static final Set<String> KEPT = Set.of(SETTINGS, RESULT, ROUNDS);

    private final Path folder;

    private ExperimentFolder(Path folder) {
        this.folder = folder;
    }

    /** The experiment in that folder, which need not exist yet. */
    public static ExperimentFolder at(Path folder) {
        return new ExperimentFolder(folder);
    }

    /** Where it is. */
    public Path path() {
        return folder;
    }

    /** The folder of a run, which need not exist yet. */
    public Path run(String id) {
        return folder.resolve("runs").resolve(id);
    }

    /** What the experiment is; empty if nothing was ever run here. */
    public Optional<ExperimentOutline> outline() throws IOException {
        return read(folder.resolve(OUTLINE), ExperimentOutline.class);
    }

    /** Says what the experiment is. */
    public void writeOutline(ExperimentOutline outline) throws IOException {
        write(folder.resolve(OUTLINE), outline);
    }

    /** The processes that have worked on it, in order; empty if none has said so. */
    public List<Session> sessions() throws IOException {
        return read(folder.resolve(SESSIONS), Session[].class).map(List::of).orElse(List.of());
    }

    /** Says which processes have worked on it. */
    public void writeSessions(List<Session> sessions) throws IOException {
        write(folder.resolve(SESSIONS), sessions);
    }

    /** With which settings a run was begun; empty if it never was. */
    public Optional<RunSettings> begun(String id) throws IOException {
        return read(run(id).resolve(SETTINGS), RunSettings.class);
    }

    /** Notes the settings that a run begins with. */
    public void writeBegun(RunSettings settings) throws IOException {
        write(run(settings.id()).resolve(SETTINGS), settings);
    }

    /** A run's result; empty while there is none. */
    public Optional<RunResult> result(String id) throws IOException {
        return read(run(id).resolve(RESULT), RunResult.class);
    }

    /** Writes a run's result; a failure that was noted before is forgotten. */
    public void writeResult(RunResult result) throws IOException {
        Path run = run(result.settings().id());
        write(run.resolve(RESULT), result);
        Files.deleteIfExists(run.resolve(FAILURE));
    }

    /** Why a run failed the last time; empty if it did not. */
    public Optional<RunFailure> failure(String id) throws IOException {
        return read(run(id).resolve(FAILURE), RunFailure.class);
    }

    /** Notes that a run failed. */
    public void writeFailure(RunFailure failure) throws IOException {
        write(run(failure.settings().id()).resolve(FAILURE), failure);
    }

    /** The results there are, in the outline's order. */
    public List<RunResult> results() throws IOException {
        List<RunResult> results = new ArrayList<>();
        for (String id : outline().map(ExperimentOutline::runs).orElse(List.of())) {
            result(id).ifPresent(results::add);
        }
        return results;
    }

    /** Writes {@code points.csv} from these results. */
    public void writePoints(List<RunResult> results) throws IOException {
        DurableFile.write(folder.resolve(POINTS), PointsCsv.of(results).getBytes(StandardCharsets.UTF_8));
    }

    /** How many versions a run had published when it was last left. */
    public long roundsBefore(String id) throws IOException {
        try (Stream<String> lines = Files.lines(run(id).resolve(ROUNDS))) {
            return lines.count();
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    /** Removes of a run what is not a result. */
    public void clear(String id) throws IOException {
        try (Stream<Path> files = Files.list(run(id))) {
            for (Path file : files.toList()) {
                if (!KEPT.contains(file.getFileName().toString())) {
                    delete(file);
                }
            }
        }
    }

    /** Removes all of a run. */
    public void remove(String id) throws IOException {
        if (Files.exists(run(id))) {
            delete(run(id));
        }
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Settings as they are written, to compare them field by field. */
    public static JsonObject json(RunSettings settings) {
        return Json.PRETTY.toJsonTree(settings).getAsJsonObject();
    }

    private static void write(Path file, Object record) throws IOException {
        DurableFile.write(file, (Json.PRETTY.toJson(record) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static <T> Optional<T> read(Path file, Class<T> type) throws IOException {
        String text;
        try {
            text = Files.readString(file);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        try {
            T record = Json.PRETTY.fromJson(text, type);
            if (record == null) {
                throw new DamagedFileException(file, "an empty file", null);
            }
            return Optional.of(record);
        } catch (RuntimeException e) {
            // Gson wraps what a record's own checks throw.
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new DamagedFileException(file, String.valueOf(cause.getMessage()), e);
        }
    }
}
