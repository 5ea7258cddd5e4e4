package org.fedfabric.experiments.scenario;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fedfabric.experiments.result.Published;

/** The form of a scenario's file. */
final class ScenarioReader {
    private static final List<String> PARTS =
            List.of("name", "title", "description", "defaults", "grid", "grids", "seeds", "quick", "published");
    private static final List<String> GRID = List.of("set", "axes", "seeds");
    private static final List<String> QUICK = List.of("only", "set");
    private static final List<String> PUBLISHED =
            List.of("axes", "versions", "accuracy", "lowest", "highest", "note", "source", "why");

    private final YamlPart document;
    private final Map<String, YamlPart> parts;

    private ScenarioReader(YamlPart document) {
        this.document = document;
        this.parts = document.members("A scenario", PARTS);
    }

    static Scenario read(String file, String text) {
        YamlPart document = YamlPart.document(file, text);
        return new ScenarioReader(document).scenario(text);
    }

    private Scenario scenario(String text) {
        YamlPart name = required(parts, "name", document, "A scenario");
        if (!name.text("name").matches("[a-z0-9-]{1,60}")) {
            throw name.wrong("name must be of [a-z0-9-], at most 60 characters: the folder of its results is called so."
                    + " Provided value: " + name.text("name"));
        }
        Scenario scenario = new Scenario(
                name.text("name"),
                required(parts, "title", document, "A scenario").text("title"),
                part("description")
                        .map(part -> part.text("description").strip())
                        .orElse(""),
                text,
                grids(),
                part("quick").map(this::thinned).orElse(new Scenario.Thinned(Only.ALL, FieldValues.NONE)),
                part("published").map(this::published).orElse(List.of()));
        scenario.check(document);
        return scenario;
    }

    private List<Grid> grids() {
        FieldValues defaults =
                part("defaults").map(part -> FieldValues.of(part, "defaults")).orElse(FieldValues.NONE);
        Axis seeds = part("seeds").map(Axis::seeds).orElseGet(() -> Axis.firstSeed(document));
        if (parts.containsKey("grid") == parts.containsKey("grids")) {
            throw document.wrong("A scenario must have either grid, a map of axes, or grids, a list of such with axes: "
                    + "before each. It has " + (parts.containsKey("grid") ? "both" : "neither"));
        }
        if (parts.containsKey("grid")) {
            return List.of(grid(parts.get("grid"), parts.get("grid"), defaults, seeds));
        }
        List<Grid> grids = new ArrayList<>();
        for (YamlPart part : parts.get("grids").elements("grids")) {
            Map<String, YamlPart> members = part.members("A grid", GRID);
            FieldValues set = members.containsKey("set") ? FieldValues.of(members.get("set"), "set") : FieldValues.NONE;
            grids.add(grid(
                    required(members, "axes", part, "A grid"),
                    part,
                    defaults.with(set),
                    members.containsKey("seeds") ? Axis.seeds(members.get("seeds")) : seeds));
        }
        return grids;
    }

    private static Grid grid(YamlPart axes, YamlPart place, FieldValues fields, Axis seeds) {
        List<Axis> all = new ArrayList<>();
        axes.members("A grid").forEach((name, part) -> all.add(Axis.of(name, part)));
        all.add(seeds);
        return new Grid(all, fields, place);
    }

    private Scenario.Thinned thinned(YamlPart quick) {
        Map<String, YamlPart> members = quick.members("quick", QUICK);
        Map<String, List<String>> kept = new LinkedHashMap<>();
        if (members.containsKey("only")) {
            members.get("only")
                    .members("only")
                    .forEach((axis, values) -> kept.put(
                            axis,
                            values.elements("only " + axis).stream()
                                    .map(value -> value.text("A value of " + axis))
                                    .toList()));
        }
        return new Scenario.Thinned(
                new Only(kept),
                members.containsKey("set") ? FieldValues.of(members.get("set"), "set of quick") : FieldValues.NONE);
    }

    private List<Published> published(YamlPart list) {
        List<Published> all = new ArrayList<>();
        for (YamlPart part : list.elements("published")) {
            Map<String, YamlPart> members = part.members("A published value", PUBLISHED);
            if (members.containsKey("accuracy") && (members.containsKey("lowest") || members.containsKey("highest"))) {
                throw part.wrong("A published value must have accuracy, or lowest and highest. It has both");
            }
            try {
                for (Map<String, String> cell : cells(members.get("axes"))) {
                    all.add(published(cell, members, part));
                }
            } catch (ScenarioException e) {
                throw e;
            } catch (IllegalArgumentException e) {
                throw part.wrong(e.getMessage());
            }
        }
        return all;
    }

    private static Published published(Map<String, String> cell, Map<String, YamlPart> members, YamlPart part) {
        return new Published(
                cell,
                (int) required(members, "versions", part, "A published value").whole("versions"),
                accuracy(members, "lowest"),
                accuracy(members, "highest"),
                members.containsKey("note") ? members.get("note").text("note") : null,
                required(members, "source", part, "A published value").text("source"),
                members.containsKey("why") ? members.get("why").text("why").strip() : null);
    }

    /** The cells that a published value is about: of an axis with a list of values, one for each. */
    private static List<Map<String, String>> cells(YamlPart axes) {
        List<Map<String, String>> cells = List.of(Map.of());
        if (axes == null) {
            return cells;
        }
        for (Map.Entry<String, YamlPart> axis :
                axes.members("axes of a published value").entrySet()) {
            YamlPart value = axis.getValue();
            List<YamlPart> values = value.isList() ? value.elements(axis.getKey()) : List.of(value);
            List<Map<String, String>> more = new ArrayList<>();
            for (Map<String, String> cell : cells) {
                for (YamlPart one : values) {
                    Map<String, String> finer = new LinkedHashMap<>(cell);
                    finer.put(axis.getKey(), one.text(axis.getKey()));
                    more.add(finer);
                }
            }
            cells = more;
        }
        return cells;
    }

    private static Double accuracy(Map<String, YamlPart> members, String end) {
        YamlPart part = members.getOrDefault("accuracy", members.get(end));
        return part == null ? null : part.number(end);
    }

    private Optional<YamlPart> part(String name) {
        return Optional.ofNullable(parts.get(name)).filter(part -> !part.isAbsent());
    }

    private static YamlPart required(Map<String, YamlPart> members, String name, YamlPart place, String what) {
        if (!members.containsKey(name)) {
            throw place.wrong(what + " must have " + name + ". It has " + names(members.keySet()));
        }
        return members.get(name);
    }

    private static String names(Set<String> names) {
        return names.isEmpty() ? "nothing" : String.join(", ", names);
    }
}
