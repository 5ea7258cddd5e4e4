package org.fedfabric.experiments.run;

import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.fedfabric.experiments.result.Json;
import org.fedfabric.experiments.result.RunResult;

/**
 * {@code rounds.jsonl}: one {@link RunResult.Round} a line, in order, as it happens. What a kill cut off or left out is made
 * good from the ledger.
 */
final class RoundsFile {
    private final Path file;
    private final List<RunResult.Round> rounds;

    private RoundsFile(Path file, List<RunResult.Round> rounds) {
        this.file = file;
        this.rounds = rounds;
    }

    /** The file as far as it goes without a gap. */
    static RoundsFile open(Path file) throws RunException {
        List<RunResult.Round> rounds = new ArrayList<>();
        try {
            if (Files.exists(file)) {
                for (String line : Files.readAllLines(file)) {
                    RunResult.Round round = parse(line);
                    if (round == null || round.version() != rounds.size() + 1L) {
                        break;
                    }
                    rounds.add(round);
                }
            }
            RoundsFile opened = new RoundsFile(file, rounds);
            opened.rewrite();
            return opened;
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private static RunResult.Round parse(String line) {
        try {
            return Json.COMPACT.fromJson(line, RunResult.Round.class);
        } catch (JsonParseException e) {
            return null;
        }
    }

    private void rewrite() throws IOException {
        List<String> lines = rounds.stream().map(Json.COMPACT::toJson).toList();
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Files.write(part, lines);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** The rounds so far. */
    List<RunResult.Round> rounds() {
        return List.copyOf(rounds);
    }

    /** The version of the last one; 0 if there is none. */
    long last() {
        return rounds.size();
    }

    /** Adds the next round. */
    void add(RunResult.Round round) throws RunException {
        rounds.add(round);
        try {
            Files.writeString(
                    file, Json.COMPACT.toJson(round) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private static RunException unwritable(IOException e) {
        return new RunException("The run's folder must be readable and writable. Provided value: " + e, e);
    }
}
