package org.fedfabric.experiments.report.figure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.fedfabric.experiments.result.RunResult;

/**
 * Where the wall time, or the processor time, of a version goes.
 *
 * @param seconds mean seconds of a version by part, in the order they first occur
 */
public record PartSeconds(Map<String, Double> seconds) {
    private static final String WHOLE = "whole";

    /** Wall time: the mean over all versions of these runs whose time was measured. */
    public static PartSeconds of(List<RunResult> runs) {
        return of(runs, RunResult.Round::seconds);
    }

    /** Processor time of the process: the mean over all versions of these runs whose processor time was measured. */
    public static PartSeconds ofProcessors(List<RunResult> runs) {
        return of(runs, RunResult.Round::processorSeconds);
    }

    private static PartSeconds of(List<RunResult> runs, Function<RunResult.Round, Map<String, Double>> kind) {
        Map<String, Double> sums = new LinkedHashMap<>();
        long versions = 0;
        for (RunResult run : runs) {
            for (RunResult.Round round : run.rounds()) {
                // What a kill kept from being measured took its time all the same: it is not counted as none.
                Map<String, Double> parts = kind.apply(round);
                if (parts.isEmpty()) {
                    continue;
                }
                versions++;
                parts.forEach((part, seconds) -> sums.merge(part, seconds, Double::sum));
            }
        }
        long count = versions;
        sums.replaceAll((part, sum) -> sum / count);
        return new PartSeconds(sums);
    }

    /** Whole seconds of a version; empty where they were not measured. */
    public OptionalDouble whole() {
        Double whole = seconds.get(WHOLE);
        return whole == null ? OptionalDouble.empty() : OptionalDouble.of(whole);
    }

    /** The parts without the whole; what they leave of it is {@code other}. */
    public Map<String, Double> parts() {
        Map<String, Double> parts = new LinkedHashMap<>(seconds);
        parts.remove(WHOLE);
        double named = parts.values().stream().mapToDouble(Double::doubleValue).sum();
        whole().ifPresent(whole -> parts.put("other", Math.max(0, whole - named)));
        return parts;
    }

    /** Share of the whole that neither training nor evaluating takes; empty where it was not measured. */
    public OptionalDouble besideTraining() {
        if (whole().isEmpty() || whole().getAsDouble() <= 0) {
            return OptionalDouble.empty();
        }
        double both = seconds.getOrDefault("training", 0.0) + seconds.getOrDefault("evaluating", 0.0);
        return OptionalDouble.of(Math.max(0, 1 - both / whole().getAsDouble()));
    }

    /** Share of a version's wall time that ledger and judging take together; empty where it was not measured. */
    public OptionalDouble ledgerAndJudging() {
        if (whole().isEmpty() || whole().getAsDouble() <= 0) {
            return OptionalDouble.empty();
        }
        double both = seconds.getOrDefault("ledger", 0.0) + seconds.getOrDefault("judging", 0.0);
        return OptionalDouble.of(both / whole().getAsDouble());
    }
}
