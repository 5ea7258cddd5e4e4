package org.fedfabric.experiments.run;

import java.util.Map;
import java.util.Optional;

/** Settings of runs that take seconds. */
final class TinyRun {
    private TinyRun() {}

    /** Six participants of three enterprises on generated rows, five of them selected. */
    static RunSettings settings(int versions) {
        return settings(versions, Optional.empty(), Optional.empty());
    }

    static RunSettings settings(
            int versions, Optional<RunSettings.NoiseSettings> noise, Optional<RunSettings.AttackSettings> attack) {
        return settings(versions, "iid", "default", "weighted", Optional.empty(), noise, attack);
    }

    /** Another partition, defence or selection; null for the usual one. */
    static RunSettings with(String partition, String defence, String selection) {
        return settings(
                2,
                partition == null ? "iid" : partition,
                defence == null ? "default" : defence,
                selection == null ? "weighted" : selection,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** Two versions with attackers, under another defence. */
    static RunSettings attacked(String defence, String attack, double share) {
        return settings(
                2,
                "iid",
                defence,
                "weighted",
                Optional.empty(),
                Optional.empty(),
                Optional.of(new RunSettings.AttackSettings(attack, share)));
    }

    /** With a whitewasher whose opposites are so large that some are rejected. */
    static RunSettings whitewashed(int versions) {
        RunSettings tiny =
                settings(versions, Optional.empty(), Optional.of(new RunSettings.AttackSettings("whitewash", 0.17)));
        return new RunSettings(
                tiny.id(),
                tiny.axes(),
                tiny.dataset(),
                tiny.trainingRows(),
                tiny.partition(),
                tiny.participants(),
                tiny.enterprises(),
                6,
                tiny.model(),
                new RunSettings.LocalWork(20, 32, 0.3, 0, 50),
                tiny.versions(),
                tiny.evaluateEvery(),
                tiny.target(),
                tiny.validationRows(),
                tiny.defence(),
                tiny.selection(),
                tiny.noise(),
                tiny.attack(),
                tiny.seed());
    }

    /** With noise that is spent, so that members leave. */
    static RunSettings noisy(int versions) {
        return settings(
                versions,
                Optional.of(new RunSettings.NoiseSettings("gaussian", "calibrated", 50, 1e-5)),
                Optional.empty());
    }

    /** Settings by a name that a process of its own can be given. */
    static RunSettings named(String name, int versions) {
        return switch (name) {
            case "honest" -> settings(versions);
            case "whitewash" -> whitewashed(versions);
            case "noise" -> noisy(versions);
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** A run that ends once it is that accurate. */
    static RunSettings reaching(double accuracy) {
        return settings(9, "iid", "default", "weighted", Optional.of(accuracy), Optional.empty(), Optional.empty());
    }

    /** The rows of a run on generated data. */
    static RunData data(RunSettings settings) {
        return RunData.divide(
                settings, Member.all(settings), DataPlace.generated().read(settings.dataset(), settings.seed()));
    }

    private static RunSettings settings(
            int versions,
            String partition,
            String defence,
            String selection,
            Optional<Double> target,
            Optional<RunSettings.NoiseSettings> noise,
            Optional<RunSettings.AttackSettings> attack) {
        return new RunSettings(
                "tiny",
                Map.of(),
                "generated",
                2_000,
                partition,
                6,
                3,
                5,
                "mlp",
                new RunSettings.LocalWork(1, 32, 0.1, 0, 5),
                versions,
                1,
                target,
                100,
                defence,
                selection,
                noise,
                attack,
                7);
    }
}
