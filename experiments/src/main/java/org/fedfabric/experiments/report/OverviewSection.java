package org.fedfabric.experiments.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.fedfabric.experiments.result.RunResult;
import org.fedfabric.experiments.result.RunResult.Provenance;
import org.fedfabric.experiments.result.Session;

/** What was run, where, with what, and how much of it is there. */
final class OverviewSection {
    /** More values than that say less than their number; the table of runs has them all. */
    private static final int SEVERAL = 5;

    private OverviewSection() {}

    static Optional<Section> of(Experiment experiment) {
        List<Block> blocks = new ArrayList<>();
        if (!experiment.outline().description().isBlank()) {
            blocks.add(new Paragraph(experiment.outline().description().strip()));
        }
        int planned = experiment.outline().runs().size();
        int done = experiment.results().size();
        if (done < planned) {
            blocks.add(new Paragraph("This report is incomplete: of " + planned + " runs " + done + " are done, "
                    + experiment.failures().size() + " failed and "
                    + experiment.missing().size() + " are missing. Figures are of the runs that are done."));
        }
        if (experiment.outline().quick()) {
            blocks.add(
                    new Paragraph("This is the thinned grid (--quick): its figures show that everything works, not what"
                            + " the methods reach."));
        }
        blocks.add(facts(experiment, planned, done));
        return Optional.of(new Section("overview", "What was run", blocks));
    }

    private static Table facts(Experiment experiment, int planned, int done) {
        List<RunResult> results = experiment.results();
        double seconds =
                results.stream().mapToDouble(run -> run.conclusion().seconds()).sum();
        long stopped = results.stream()
                .filter(run -> !run.conclusion().state().equals("COMPLETED"))
                .count();
        Table.Builder table = Table.of("The experiment", "what", "value")
                .row("scenario", experiment.outline().name())
                .row(
                        "runs",
                        done + " done of " + planned + ", "
                                + experiment.failures().size() + " failed, "
                                + experiment.missing().size() + " missing"
                                + (stopped == 0
                                        ? ""
                                        : "; of those done, " + stopped + " stopped before their last version"));
        if (done > 0) {
            table.row("started", span(results, Provenance::startedAt))
                    .row("machine time", Numbers.duration(seconds) + sessions(experiment))
                    .row("code", distinct(results, Provenance::code))
                    .row("JVM", distinct(results, Provenance::java))
                    .row("processor", distinct(results, Provenance::cpu))
                    .row("data digest", distinct(results, Provenance::dataDigest));
        }
        return table.defined(
                "Machine time is the sum of the runs' wall times, each over all the sessions that it took; runs at once share a"
                        + " session's. The data digest is SHA-256 over the training,"
                        + " validation and test rows as they were used; where there are several values, the number of runs"
                        + " stands behind each.");
    }

    /** Wall time from start to end of the processes; nothing where none has said so. */
    private static String sessions(Experiment experiment) {
        int count = experiment.sessions().size();
        double seconds =
                experiment.sessions().stream().mapToDouble(Session::seconds).sum();
        return count == 0
                ? ""
                : "; " + Numbers.duration(seconds) + " of wall time in " + count
                        + (count == 1 ? " session" : " sessions");
    }

    private static String span(List<RunResult> results, Function<Provenance, String> time) {
        List<String> times = results.stream()
                .map(run -> time.apply(run.provenance()))
                .sorted()
                .toList();
        String first = times.get(0);
        String last = times.get(times.size() - 1);
        return first.equals(last) ? first : first + " to " + last;
    }

    private static String distinct(List<RunResult> results, Function<Provenance, String> fact) {
        Map<String, Long> counts = results.stream()
                .collect(Collectors.groupingBy(
                        run -> fact.apply(run.provenance()), LinkedHashMap::new, Collectors.counting()));
        if (counts.size() == 1) {
            return counts.keySet().iterator().next();
        }
        String first = counts.entrySet().stream()
                .limit(SEVERAL)
                .map(e -> e.getKey() + " (" + e.getValue() + ")")
                .collect(Collectors.joining("; "));
        return counts.size() <= SEVERAL ? first : first + "; and " + (counts.size() - SEVERAL) + " others";
    }
}
