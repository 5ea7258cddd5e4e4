package org.fedfabric.experiments.scenario;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fedfabric.experiments.result.Published;
import org.fedfabric.experiments.run.RunSettings;

/** An experiment as its file describes it. */
public final class Scenario {
    private final String name;
    private final String title;
    private final String description;
    private final String text;
    private final List<Grid> grids;
    private final Thinned thinned;
    private final List<Published> published;

    /**
     * What {@code --quick} makes of it.
     *
     * @param only the part of the grid that is run
     * @param fields what is set in all of it
     */
    record Thinned(Only only, FieldValues fields) {}

    Scenario(
            String name,
            String title,
            String description,
            String text,
            List<Grid> grids,
            Thinned thinned,
            List<Published> published) {
        this.name = name;
        this.title = title;
        this.description = description;
        this.text = text;
        this.grids = List.copyOf(grids);
        this.thinned = thinned;
        this.published = List.copyOf(published);
    }

    /**
     * Reads a scenario and checks all of it: every run's settings, the quick ones' too.
     *
     * @throws ScenarioException with file and line
     * @throws IOException if the file cannot be read
     */
    public static Scenario read(Path file) throws IOException {
        String text;
        try {
            text = Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new ScenarioException(
                    "The scenario's file must exist. Provided value: " + file + ". The repository's are in scenarios.");
        } catch (MalformedInputException e) {
            throw new ScenarioException(file + ": must be YAML in UTF-8.");
        }
        return parse(file.toString(), text);
    }

    /** Reads a scenario from its text; {@code file} is its name in messages. */
    static Scenario parse(String file, String text) {
        return ScenarioReader.read(file, text);
    }

    /** Its name: a folder of results is called so. */
    public String name() {
        return name;
    }

    /** What people call it. */
    public String title() {
        return title;
    }

    /** What is asked and how; may be empty. */
    public String description() {
        return description;
    }

    /** The file as it was read. */
    public String text() {
        return text;
    }

    /** Published values to compare with. */
    public List<Published> published() {
        return published;
    }

    /**
     * The settings of its runs, in order; ids are unique.
     *
     * @param quick whether only those of the thinned grid
     * @param only the part of it that is asked for
     * @throws IllegalArgumentException if that part names what the grid does not have, or nothing is left
     */
    public List<RunSettings> runs(boolean quick, Only only) {
        Map<String, Set<String>> known = labels();
        only.check(known);
        List<RunSettings> runs = grids.stream()
                .flatMap(grid ->
                        grid
                                .runs(quick ? thinned.fields() : FieldValues.NONE, quick ? thinned.only() : Only.ALL)
                                .stream())
                .filter(run -> only.keeps(run.axes()))
                .toList();
        if (runs.isEmpty()) {
            throw new IllegalArgumentException("A part of the grid must have a run. Provided value: " + only.kept()
                    + (quick ? ", of the quick grid" : ""));
        }
        return runs;
    }

    /** The labels of every axis of every grid, in order. */
    private Map<String, Set<String>> labels() {
        Map<String, Set<String>> labels = new LinkedHashMap<>();
        grids.forEach(grid -> grid.axes()
                .forEach(axis -> axis.values()
                        .forEach(value -> labels.computeIfAbsent(axis.name(), name -> new LinkedHashSet<>())
                                .add(value.label()))));
        return labels;
    }

    /** Refuses what can be seen only when all is multiplied out. */
    void check(YamlPart document) {
        try {
            thinned.only().check(labels());
            for (Published value : published) {
                Map<String, List<String>> cell = new LinkedHashMap<>();
                value.axes().forEach((axis, label) -> cell.put(axis, List.of(label)));
                new Only(cell).check(labels());
            }
            checkDistinct(runs(/* quick= */ false, Only.ALL), document);
            checkDistinct(runs(/* quick= */ true, Only.ALL), document);
        } catch (ScenarioException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw document.wrong(e.getMessage());
        }
    }

    private static void checkDistinct(List<RunSettings> runs, YamlPart document) {
        Set<String> ids = new LinkedHashSet<>();
        for (RunSettings run : runs) {
            if (!ids.add(run.id())) {
                throw document.wrong("Every run must have an id of its own, made of its values on the axes. Twice there"
                        + " is: " + run.id());
            }
        }
    }
}
