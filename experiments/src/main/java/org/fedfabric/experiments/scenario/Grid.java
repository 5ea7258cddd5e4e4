package org.fedfabric.experiments.scenario;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.fedfabric.experiments.run.RunSettings;

/**
 * A product of axes.
 *
 * @param axes in order; the last is the seed
 * @param fields what holds for all of it
 * @param place where it stands
 */
record Grid(List<Axis> axes, FieldValues fields, YamlPart place) {
    /** More runs than that are a mistake: at a second each, three hours. */
    static final int MOST_RUNS = 10_000;

    /** Refuses a product that nobody will wait for. */
    Grid {
        axes = List.copyOf(axes);
        long runs = 1;
        for (Axis axis : axes) {
            runs = Math.multiplyExact(runs, axis.values().size());
            if (runs > MOST_RUNS) {
                throw place.wrong(
                        "A grid must have at most " + MOST_RUNS + " runs. It has more with the axis " + axis.name());
            }
        }
    }

    /**
     * Its runs, in the order in which the axes stand, the last turning fastest.
     *
     * @param over what is set whatever the axes say
     */
    List<RunSettings> runs(FieldValues over, Only only) {
        List<RunSettings> runs = new ArrayList<>();
        expand(0, new LinkedHashMap<>(), fields, over, only, runs);
        return runs;
    }

    private void expand(
            int depth,
            Map<String, String> labels,
            FieldValues set,
            FieldValues over,
            Only only,
            List<RunSettings> runs) {
        if (depth == axes.size()) {
            long seed = Long.parseLong(labels.get(axes.get(depth - 1).name()));
            runs.add(set.with(over).settings(id(labels), labels, seed, place));
            return;
        }
        Axis axis = axes.get(depth);
        for (Axis.Value value : axis.values()) {
            Map<String, String> chosen = new LinkedHashMap<>(labels);
            chosen.put(axis.name(), value.label());
            if (only.keeps(chosen)) {
                expand(depth + 1, chosen, set.with(value.fields()), over, only, runs);
            }
        }
    }

    /** The labels in order; a bare number says little, so its axis stands before it. */
    private static String id(Map<String, String> labels) {
        List<String> parts = new ArrayList<>();
        labels.forEach((axis, label) ->
                parts.add(slug(label.matches("[0-9.]+%?") ? axis + "-" + label.replace("%", "-percent") : label)));
        return String.join("-", parts);
    }

    private static String slug(String label) {
        return label.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.]+", "-").replaceAll("^-+|-+$", "");
    }
}
