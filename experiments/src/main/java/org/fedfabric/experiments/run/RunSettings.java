package org.fedfabric.experiments.run;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fedfabric.protocol.canonical.Checks;

/**
 * Everything that decides what a run computes: the same settings, data and code give the same models.
 *
 * @param id name of the run in its experiment, {@code [a-z0-9.-]{1,120}}
 * @param axes what the experiment's grid varies, by name, in the grid's order ({@code partition=iid}, …, {@code seed=1})
 * @param dataset {@code mnist}, or another that the trainer's demo knows by name
 * @param trainingRows training rows that are used, validation rows among them; 0 for all
 * @param partition {@code iid}, {@code shards} (two classes each) or {@code dirichlet:α}
 * @param participants how many there are, in all enterprises together
 * @param enterprises enterprises they belong to, in equal parts
 * @param selected participants selected in a version
 * @param model a network known by name ({@code NamedModels})
 * @param training local training
 * @param versions versions to publish
 * @param evaluateEvery versions between two measurements on the test set; the last is always measured
 * @param target test accuracy at which the run ends before its last version; empty for none
 * @param validationRows rows that endorsers judge with
 * @param defence how updates are judged and put together, by name
 * @param selection {@code ranked}, {@code weighted} or {@code random}
 * @param noise local differential privacy; empty for none
 * @param attack who attacks and how; empty for none
 * @param seed of data division, initial weights, order of rows, attackers, and simulated noise
 */
public record RunSettings(
        String id,
        Map<String, String> axes,
        String dataset,
        int trainingRows,
        String partition,
        int participants,
        int enterprises,
        int selected,
        String model,
        LocalWork training,
        int versions,
        int evaluateEvery,
        Optional<Double> target,
        int validationRows,
        String defence,
        String selection,
        Optional<NoiseSettings> noise,
        Optional<AttackSettings> attack,
        long seed) {
    /**
     * What a selected participant does.
     *
     * @param epochs passes over its rows
     * @param batch rows in a step; 0 means all of them
     * @param rate learning rate
     * @param momentum of the local optimiser, 0 for none
     * @param clipNorm L2 norm that updates are clipped to; 0 means a bound so wide that it never bites
     */
    public record LocalWork(int epochs, int batch, double rate, double momentum, double clipNorm) {
        /** Checks the ranges. */
        public LocalWork {
            Checks.inRange(epochs, 1, 1_000, "epochs");
            Checks.inRange(batch, 0, 1_000_000, "batch");
            Checks.require(rate > 0 && rate <= 10, "rate must lie in (0, 10]", rate);
            Checks.require(momentum >= 0 && momentum < 1, "momentum must lie in [0, 1)", momentum);
            Checks.require(clipNorm >= 0 && clipNorm <= 1e6, "clipNorm must lie in [0, 1e6]", clipNorm);
        }
    }

    /**
     * Noise on every update.
     *
     * @param mechanism {@code laplace} or {@code gaussian}
     * @param calibration {@code calibrated}: the whole run keeps to (ε, δ) at the stated sensitivity; {@code as-published}:
     *     scaled as S1's family of code scales it, whatever ε that gives
     * @param epsilon the ε that is claimed
     * @param delta the δ that goes with it; 0 for Laplace
     */
    public record NoiseSettings(String mechanism, String calibration, double epsilon, double delta) {
        /** Checks presence and ranges. */
        public NoiseSettings {
            Checks.present(mechanism, "mechanism");
            Checks.present(calibration, "calibration");
            Checks.require(epsilon > 0 && epsilon <= 1e6, "epsilon must lie in (0, 1e6]", epsilon);
            Checks.require(delta >= 0 && delta <= 1e-3, "delta must lie in [0, 0.001]", delta);
        }
    }

    /**
     * Who attacks.
     *
     * @param kind an attack by name
     * @param share of all participants that attack, in (0, 1)
     */
    public record AttackSettings(String kind, double share) {
        /** Checks presence and range. */
        public AttackSettings {
            Checks.present(kind, "kind of attack");
            Checks.require(share > 0 && share < 1, "The share of attackers must lie in (0, 1)", share);
        }
    }

    /** The defences known by name. */
    public static List<String> defences() {
        return Defence.names();
    }

    /** Checks presence and ranges. */
    public RunSettings {
        Checks.require(
                id.matches("[a-z0-9.-]{1,120}"), "The id of a run must be of [a-z0-9.-], at most 120 characters", id);
        axes = Collections.unmodifiableMap(new LinkedHashMap<>(axes));
        Checks.present(dataset, "dataset");
        Checks.inRange(trainingRows, 0, 100_000_000, "trainingRows");
        Checks.present(partition, "partition");
        Checks.inRange(enterprises, 1, 1_000, "enterprises");
        Checks.inRange(participants, enterprises, 100_000, "participants");
        Checks.inRange(selected, 1, participants, "selected");
        Checks.present(model, "model");
        Checks.present(training, "training");
        Checks.inRange(versions, 1, 100_000, "versions");
        Checks.inRange(evaluateEvery, 1, 100_000, "evaluateEvery");
        Checks.present(target, "target (empty for none)");
        target.ifPresent(share -> Checks.require(share > 0 && share <= 1, "target must lie in (0, 1]", share));
        Checks.inRange(validationRows, 1, 100_000, "validationRows");
        Checks.present(defence, "defence");
        Checks.present(selection, "selection");
        Checks.present(noise, "noise (empty for none)");
        Checks.present(attack, "attack (empty for none)");
    }
}
