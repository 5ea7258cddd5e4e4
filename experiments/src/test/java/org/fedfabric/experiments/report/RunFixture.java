package org.fedfabric.experiments.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fedfabric.experiments.result.RunResult;
import org.fedfabric.experiments.run.RunSettings;

/** A run's result made by hand; what is not said is harmless. */
public final class RunFixture {
    private final String id;
    private final List<RunResult.Round> rounds = new ArrayList<>();
    private final List<RunResult.Participation> participants = new ArrayList<>();
    private final Map<String, String> axes = new LinkedHashMap<>();
    private String model = "small-cnn";
    private String partition = "iid";
    private String defence = "default";
    private String selection = "ranked";
    private Optional<RunSettings.NoiseSettings> noise = Optional.empty();
    private Optional<RunSettings.AttackSettings> attack = Optional.empty();
    private int participantCount = 100;
    private int versions;
    private long seed = 1;
    private double accuracy = 0.5;
    private Double epsilon;
    private String reason;
    private Double contribution;
    private String code = "0.1.0 abc1234";

    private RunFixture(String id) {
        this.id = id;
    }

    /** A run of this id. */
    public static RunFixture run(String id) {
        return new RunFixture(id);
    }

    RunFixture axis(String name, String value) {
        axes.put(name, value);
        return this;
    }

    RunFixture model(String name) {
        model = name;
        return this;
    }

    RunFixture partition(String name) {
        partition = name;
        return this;
    }

    RunFixture defence(String name) {
        defence = name;
        return this;
    }

    RunFixture selection(String name) {
        selection = name;
        return this;
    }

    RunFixture noise(String mechanism, String mode, double claimed, Double honest) {
        noise = Optional.of(
                new RunSettings.NoiseSettings(mechanism, mode, claimed, mechanism.equals("gaussian") ? 1e-5 : 0));
        epsilon = honest;
        return this;
    }

    RunFixture attack(String kind, double share) {
        attack = Optional.of(new RunSettings.AttackSettings(kind, share));
        return this;
    }

    RunFixture central() {
        participantCount = 1;
        return this;
    }

    RunFixture seed(long value) {
        seed = value;
        return this;
    }

    RunFixture versions(int asked) {
        versions = asked;
        return this;
    }

    RunFixture code(String version) {
        code = version;
        return this;
    }

    RunFixture stopped(String why) {
        reason = why;
        return this;
    }

    /** Accuracies of versions 1, 2, …; null where it was not measured. The last is the final one. */
    public RunFixture accuracies(Double... values) {
        for (Double value : values) {
            round(value, null, 10, 0, 0, 0, Map.of("training", 1.0, "ledger", 0.2, "judging", 0.1, "whole", 2.0));
        }
        return this;
    }

    /** One version. */
    public RunFixture round(
            Double accuracyOrNull,
            Double attackSuccess,
            int selected,
            int attackersSelected,
            int attackersIncluded,
            int honestRejected,
            Map<String, Double> seconds) {
        return round(
                accuracyOrNull,
                attackSuccess,
                selected,
                attackersSelected,
                attackersIncluded,
                honestRejected,
                seconds,
                Map.of());
    }

    /** One version whose processor time was measured. */
    public RunFixture round(
            Double accuracyOrNull,
            Double attackSuccess,
            int selected,
            int attackersSelected,
            int attackersIncluded,
            int honestRejected,
            Map<String, Double> seconds,
            Map<String, Double> processor) {
        rounds.add(new RunResult.Round(
                rounds.size() + 1L,
                accuracyOrNull,
                null,
                attackSuccess,
                selected,
                selected - honestRejected - (attackersSelected - attackersIncluded),
                Map.of(),
                attackersSelected,
                attackersIncluded,
                honestRejected,
                seconds,
                processor));
        if (accuracyOrNull != null) {
            accuracy = accuracyOrNull;
        }
        return this;
    }

    /** What the participants from here on contribute; null for not computed. */
    public RunFixture contributing(Double sum) {
        contribution = sum;
        return this;
    }

    /** One participant, with its expectations after each interaction. */
    public RunFixture participant(boolean attacker, int selected, int included, int rejected, Double... expectations) {
        double last = expectations.length == 0 ? 0.5 : expectations[expectations.length - 1];
        participants.add(new RunResult.Participation(
                "Org1MSP/p" + participants.size(),
                attacker,
                600,
                selected,
                included,
                rejected,
                last,
                List.of(expectations),
                contribution));
        return this;
    }

    /** The result. */
    public RunResult result() {
        RunSettings settings = new RunSettings(
                id,
                axes,
                "mnist",
                0,
                partition,
                participantCount,
                1,
                Math.min(10, participantCount),
                model,
                new RunSettings.LocalWork(1, 10, 0.1, 0, 20),
                Math.max(1, Math.max(versions, rounds.size())),
                1,
                Optional.empty(),
                200,
                defence,
                selection,
                noise,
                attack,
                seed);
        RunResult.Provenance provenance = new RunResult.Provenance(
                "aaaabbbbccccdddd",
                code,
                "17.0.1 Vendor",
                "CPU model, 2 cores",
                "2026-01-0" + seed + "T00:00:00Z",
                "tttt");
        RunResult.Conclusion conclusion = new RunResult.Conclusion(
                reason == null ? "COMPLETED" : "STOPPED",
                reason,
                "bafymodel",
                accuracy,
                epsilon,
                epsilon == null ? null : noise.orElseThrow().delta(),
                60,
                512L << 20);
        return new RunResult(settings, provenance, rounds, participants, conclusion);
    }
}
