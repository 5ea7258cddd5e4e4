package org.fedfabric.experiments.result;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.fedfabric.experiments.result.RunResult.Provenance;
import org.fedfabric.experiments.result.RunResult.Round;

/** Every measured version of every run as a line, with its place in the grid and where it comes from. */
final class PointsCsv {
    private static final List<String> MEASURES = List.of(
            "version",
            "accuracy",
            "loss",
            "attackSuccess",
            "selected",
            "included",
            "rejected",
            "attackersSelected",
            "attackersIncluded",
            "honestRejected",
            "seconds");
    private static final List<String> ORIGIN = List.of("dataDigest", "taskDigest", "code", "java", "cpu", "startedAt");

    private PointsCsv() {}

    static String of(List<RunResult> results) {
        Set<String> axes = results.stream()
                .flatMap(result -> result.settings().axes().keySet().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        String[] header = Stream.of(Stream.of("run"), axes.stream(), MEASURES.stream(), ORIGIN.stream())
                .flatMap(names -> names)
                .toArray(String[]::new);
        StringWriter text = new StringWriter();
        CSVFormat format = CSVFormat.RFC4180.builder().setHeader(header).get();
        try (CSVPrinter printer = new CSVPrinter(text, format)) {
            for (RunResult result : results) {
                for (Round round : result.rounds()) {
                    if (round.accuracy() != null) {
                        printer.printRecord(line(result, round, axes));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static List<Object> line(RunResult result, Round round, Set<String> axes) {
        List<Object> line = new ArrayList<>();
        line.add(result.settings().id());
        axes.forEach(axis -> line.add(result.settings().axes().get(axis)));
        line.add(round.version());
        line.add(round.accuracy());
        line.add(round.loss());
        line.add(round.attackSuccess());
        line.add(round.selected());
        line.add(round.included());
        line.add(reasons(round));
        line.add(round.attackersSelected());
        line.add(round.attackersIncluded());
        line.add(round.honestRejected());
        line.add(round.seconds().get("whole"));
        Provenance origin = result.provenance();
        line.addAll(List.of(
                origin.dataDigest(),
                origin.taskDigest(),
                origin.code(),
                origin.java(),
                origin.cpu(),
                origin.startedAt()));
        return line;
    }

    /** {@code DIRECTION 2 NORM 1}: how many were rejected for each reason. */
    private static String reasons(Round round) {
        return new TreeMap<>(round.rejected())
                .entrySet().stream()
                        .map(reason -> reason.getKey() + " " + reason.getValue())
                        .collect(Collectors.joining(" "));
    }
}
