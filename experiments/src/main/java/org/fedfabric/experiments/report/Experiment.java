package org.fedfabric.experiments.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.fedfabric.experiments.result.DamagedFileException;
import org.fedfabric.experiments.result.ExperimentFolder;
import org.fedfabric.experiments.result.ExperimentOutline;
import org.fedfabric.experiments.result.Published;
import org.fedfabric.experiments.result.RunResult;
import org.fedfabric.experiments.result.Session;

/**
 * What an experiment's folder holds.
 *
 * @param outline what was to be run
 * @param results the results there are, in the outline's order
 * @param failures why a run has no result, by run id, where the folder says so
 * @param missing ids of the runs that are neither
 * @param points the results as points of the grid
 * @param sessions the processes that worked on it, as far as they said so
 */
record Experiment(
        ExperimentOutline outline,
        List<RunResult> results,
        Map<String, String> failures,
        List<String> missing,
        List<GridPoint> points,
        List<Session> sessions) {
    /** Axes whose values say what they are without their name. */
    private static final Set<String> PLAIN =
            Set.of("dataset", "model", "partition", "mode", "mechanism", "attack", "defence", "training");

    /**
     * Reads a folder. A run whose files are damaged counts as failed: the others are still worth a report.
     *
     * @throws IOException if the folder has no outline, or cannot be read
     */
    static Experiment read(ExperimentFolder folder) throws IOException {
        ExperimentOutline outline = folder.outline()
                .orElseThrow(() -> new IOException("A report must be of a folder with an experiment.json. Provided"
                        + " value: " + folder.path() + ". Name the folder that an experiment was run in."));
        List<RunResult> results = new ArrayList<>();
        Map<String, String> failures = new LinkedHashMap<>();
        List<String> missing = new ArrayList<>();
        for (String id : outline.runs()) {
            try {
                var result = folder.result(id);
                var failure = folder.failure(id);
                if (result.isPresent()) {
                    results.add(result.get());
                } else if (failure.isPresent()) {
                    failures.put(id, failure.get().reason());
                } else {
                    missing.add(id);
                }
            } catch (DamagedFileException e) {
                failures.put(id, e.getMessage());
            }
        }
        return new Experiment(outline, results, failures, missing, GridPoint.of(results), folder.sessions());
    }

    /** The points that satisfy a condition. */
    List<GridPoint> points(Predicate<GridPoint> condition) {
        return points.stream().filter(condition).toList();
    }

    /** What was published about a point after so many versions. */
    List<Published> published(GridPoint point, long versions) {
        return outline.published().stream()
                .filter(value -> value.versions() == versions && point.matches(value))
                .toList();
    }

    /** The values of an axis among these points, in their order. */
    static List<String> values(List<GridPoint> points, String axis) {
        Set<String> values = new LinkedHashSet<>();
        points.forEach(point -> values.add(point.axis(axis)));
        return List.copyOf(values);
    }

    /** What tells a point from the others: its values of the axes on which they differ. */
    static String label(GridPoint point, List<GridPoint> among) {
        List<String> parts = new ArrayList<>();
        for (String axis : point.axes().keySet()) {
            if (values(among, axis).size() > 1 && !(axis.equals("share") && point.honest())) {
                String name = PLAIN.contains(axis) ? "" : axis + " ";
                boolean none = point.axis(axis).equals(GridPoint.NONE);
                if (!none) {
                    parts.add(name + point.axis(axis));
                } else if (axis.equals("mechanism")) {
                    parts.add("no DP");
                } else if (axis.equals("attack")) {
                    parts.add("no attack");
                }
            }
        }
        return parts.isEmpty() ? point.axis("dataset") + " " + point.axis("model") : String.join(" · ", parts);
    }

    /** Numbers of versions that somebody asks for: the runs' own ends, and those of published values within them. */
    List<Long> milestones(List<GridPoint> points) {
        Set<Long> milestones = new TreeSet<>();
        long longest = 0;
        for (GridPoint point : points) {
            for (RunResult run : point.runs()) {
                milestones.add((long) run.settings().versions());
                longest = Math.max(longest, run.settings().versions());
            }
        }
        for (Published value : outline.published()) {
            if (value.versions() <= longest && points.stream().anyMatch(point -> point.matches(value))) {
                milestones.add((long) value.versions());
            }
        }
        return List.copyOf(milestones);
    }
}
