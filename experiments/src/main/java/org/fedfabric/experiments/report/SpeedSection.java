package org.fedfabric.experiments.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fedfabric.experiments.report.figure.PartSeconds;
import org.fedfabric.experiments.result.RunResult;

/** Where time and memory went. */
final class SpeedSection {
    /** What time depends on; attacks and seeds are put together. */
    private static final List<String> SETTING =
            List.of("dataset", "model", "partition", "mode", "mechanism", "defence", "selected", "training");

    private SpeedSection() {}

    static Optional<Section> of(Experiment experiment) {
        Map<String, List<RunResult>> groups = groups(experiment.points());
        groups.values()
                .removeIf(runs -> runs.stream().allMatch(run -> run.rounds().isEmpty()));
        if (groups.isEmpty()) {
            return Optional.empty();
        }
        Map<String, PartSeconds> seconds = new LinkedHashMap<>();
        Set<String> parts = new LinkedHashSet<>();
        groups.forEach((name, runs) -> {
            PartSeconds of = PartSeconds.of(runs);
            seconds.put(name, of);
            parts.addAll(of.parts().keySet());
        });
        return Optional.of(new Section(
                "speed", "Speed", List.of(table(groups, seconds, parts), chart(seconds, List.copyOf(parts)))));
    }

    private static Map<String, List<RunResult>> groups(List<GridPoint> points) {
        Map<String, List<RunResult>> groups = new LinkedHashMap<>();
        for (GridPoint point : points) {
            List<String> name = new ArrayList<>();
            for (String axis : SETTING) {
                if (Experiment.values(points, axis).size() > 1
                        && !point.axis(axis).equals(GridPoint.NONE)) {
                    name.add(axis.equals("selected") ? point.axis(axis) + " selected" : point.axis(axis));
                }
            }
            groups.computeIfAbsent(name.isEmpty() ? "all runs" : String.join(" · ", name), n -> new ArrayList<>())
                    .addAll(point.runs());
        }
        return groups;
    }

    private static Table table(
            Map<String, List<RunResult>> groups, Map<String, PartSeconds> seconds, Set<String> parts) {
        List<String> columns = new ArrayList<>(List.of("runs of", "versions"));
        parts.forEach(part -> columns.add(part + ", s"));
        columns.addAll(List.of("whole, s", "ledger + judging", "of processor time", "a run", "peak memory"));
        Table.Builder table = Table.of("Seconds of a version", columns.toArray(String[]::new));
        groups.forEach((name, runs) -> {
            PartSeconds of = seconds.get(name);
            List<String> row = new ArrayList<>();
            row.add(name);
            row.add(Integer.toString(
                    runs.stream().mapToInt(r -> r.rounds().size()).sum()));
            for (String part : parts) {
                Double value = of.parts().get(part);
                row.add(value == null ? Numbers.NONE : Numbers.fixed(value, 3));
            }
            row.add(of.whole().isPresent() ? Numbers.fixed(of.whole().getAsDouble(), 3) : Numbers.NONE);
            row.add(Numbers.percent(of.ledgerAndJudging()));
            row.add(Numbers.percent(PartSeconds.ofProcessors(runs).besideTraining()));
            row.add(Numbers.duration(runs.stream()
                    .mapToDouble(r -> r.conclusion().seconds())
                    .average()
                    .orElseThrow()));
            row.add(Numbers.mebibytes(runs.stream()
                    .mapToLong(r -> r.conclusion().peakBytes())
                    .max()
                    .orElseThrow()));
            table.row(row.toArray(String[]::new));
        });
        return table.defined(
                "Mean wall seconds of a version over all versions of those runs whose time was measured (not those that a kill"
                        + " cut off from it); other: what the named parts leave"
                        + " of the whole. Updates are submitted and judged while others still train: ledger and judging count only the time in"
                        + " which nobody trains any more, training all until then. Ledger + judging: their share of the whole. Of"
                        + " processor time: the share of the process's processor seconds that neither training nor evaluating takes,"
                        + " whenever it is: judging, ledger, content store, and the virtual machine's compiler and collector. A run: mean wall time of all its sessions. Peak memory: the"
                        + " largest resident memory of the process that any of the runs saw.");
    }

    private static Panels chart(Map<String, PartSeconds> seconds, List<String> parts) {
        List<Chart.Series> series = new ArrayList<>();
        Table.Builder values = Table.of("Values", "runs of", "part", "seconds");
        for (String part : parts) {
            List<List<Double>> pairs = new ArrayList<>();
            int bar = 0;
            for (var group : seconds.entrySet()) {
                double value = group.getValue().parts().getOrDefault(part, 0.0);
                pairs.add(List.of((double) bar++, value));
                values.row(group.getKey(), part, Numbers.fixed(value, 3));
            }
            series.add(new Chart.Series(part, series.size(), "line", pairs));
        }
        Chart chart =
                new Chart("by part", "bars", "seconds", "runs of", 0.0, null, List.copyOf(seconds.keySet()), series);
        return new Panels(
                "Where the seconds of a version go", List.of(chart), values.folded("The seconds of the table above."));
    }
}
