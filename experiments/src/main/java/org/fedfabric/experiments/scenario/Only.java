package org.fedfabric.experiments.scenario;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fedfabric.trainer.config.Nearest;

/**
 * A part of a grid: for some axes, the values that are kept. A run without such an axis is kept.
 *
 * @param kept labels by axis
 */
public record Only(Map<String, List<String>> kept) {
    /** The whole grid. */
    public static final Only ALL = new Only(Map.of());

    /**
     * Reads {@code AXIS=VALUE}; several values of an axis are alternatives.
     *
     * @throws IllegalArgumentException if one has another form
     */
    public static Only parse(Collection<String> pairs) {
        Map<String, List<String>> kept = new LinkedHashMap<>();
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            if (equals < 1 || equals == pair.length() - 1) {
                throw new IllegalArgumentException(
                        "--only must be AXIS=VALUE, several with commas. Provided value: " + pair);
            }
            kept.computeIfAbsent(pair.substring(0, equals), axis -> new ArrayList<>())
                    .add(pair.substring(equals + 1));
        }
        return new Only(kept);
    }

    /** Whether the run with these axes is in it. */
    boolean keeps(Map<String, String> axes) {
        return kept.entrySet().stream()
                .allMatch(entry ->
                        !axes.containsKey(entry.getKey()) || entry.getValue().contains(axes.get(entry.getKey())));
    }

    /** Refuses axes and values that the grid does not have: otherwise nothing, or everything, would be run. */
    void check(Map<String, ? extends Collection<String>> known) {
        kept.forEach((axis, values) -> {
            if (!known.containsKey(axis)) {
                throw new IllegalArgumentException("The grid must have the axis that a part names. Provided value: "
                        + axis + ". Did you mean " + Nearest.to(axis, known.keySet()) + "?");
            }
            for (String value : values) {
                if (!known.get(axis).contains(value)) {
                    throw new IllegalArgumentException("The axis " + axis + " must have the value that a part names: "
                            + String.join(", ", known.get(axis)) + ". Provided value: " + value
                            + ". Did you mean " + Nearest.to(value, known.get(axis)) + "?");
                }
            }
        });
    }
}
