package org.fedfabric.experiments.run;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import org.fedfabric.experiments.result.RunResult;
import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.privacy.NoisePlan;
import org.fedfabric.protocol.privacy.PrivacyLoss;
import org.fedfabric.protocol.privacy.Sensitivity;
import org.fedfabric.protocol.task.Privacy;
import org.fedfabric.protocol.task.TaskSpec;

/**
 * The noise of a run's task, and what it is worth. All of it is drawn from the run's seed, in a task that says so.
 *
 * <p>Neighbours are any two data sets of one participant; an update is clipped to L2 norm C, so two of them lie within 2C
 * ({@link Sensitivity}). ε is that of a participant over the whole run.
 *
 * <ul>
 *   <li>{@code calibrated}: the least noise with which the submissions a member may make keep to (ε, δ). A member may make
 *       half as many again as everybody makes on average; then it leaves the task. With draws at random few come so far, and
 *       enough places can be filled to the end.
 *   <li>{@code as-published}: as S1's family of code (wenzhu23333/Differential-Privacy-Based-Federated-Learning) scales it.
 *       Per-example gradients are said to be clipped to 50 (Laplace) or 10 (Gaussian), so a step of rate η over n rows
 *       moves by 2·η·clip/n at most when one row changes; each of the k = versions · selected / participants submissions gets
 *       ε/k and δ/k; each coordinate gets Laplace noise of scale (2·η·clip/n)·k/ε, or Gaussian noise of deviation
 *       (2·η·clip/n)·√(2·ln(1.25·k/δ))·k/ε. Here n is the mean number of rows of a participant. That is a row's sensitivity,
 *       claimed for one local step on all rows; what it gives a participant whose whole update is bounded by C alone is
 *       what {@link #epsilon} says.
 * </ul>
 */
final class RunNoise {
    private static final Map<String, Privacy.Mechanism> MECHANISMS = Map.of(
            "laplace", Privacy.Mechanism.DISCRETE_LAPLACE,
            "gaussian", Privacy.Mechanism.DISCRETE_GAUSSIAN);

    /** The family's clipping norms of per-example gradients in its published runs. */
    private static final double PUBLISHED_LAPLACE_CLIP = 50;

    private static final double PUBLISHED_GAUSSIAN_CLIP = 10;

    /** Noise is counted in millionths of an update's sensitivity; a twentieth more is taken for the same. */
    private static final double MOST_ROUNDING = 1.05;

    /** The terms need a δ, also of noise whose ε does not depend on one. */
    private static final long ANY_DELTA_PER_BILLION = 10_000;

    private RunNoise() {}

    /**
     * What the task's terms say of noise.
     *
     * @param plain the terms without noise
     */
    static Privacy of(RunSettings settings, RunData data, TaskSpec plain) {
        if (settings.noise().isEmpty()) {
            return Privacy.none();
        }
        RunSettings.NoiseSettings noise = settings.noise().get();
        Privacy.Mechanism mechanism = MECHANISMS.get(noise.mechanism());
        Checks.require(mechanism != null, "noise must be laplace or gaussian", noise.mechanism());
        long delta = deltaPerBillion(noise, mechanism);
        long multiplier = switch (noise.calibration()) {
            case "calibrated" ->
                NoisePlan.multiplierMicros(mechanism, micros(noise.epsilon()), delta, mostSubmissions(settings));
            case "as-published" ->
                multiplierMicros(
                        mechanism,
                        publishedScale(settings, noise, data.meanRows()),
                        Sensitivity.of(
                                plain.quantisation(),
                                plain.model().parameterCount(),
                                plain.quantisation().maxRowsLog2()),
                        plain.quantisation().scale());
            default ->
                throw new IllegalArgumentException(
                        "calibration must be calibrated or as-published. Provided value: " + noise.calibration());
        };
        return new Privacy(mechanism, Privacy.Unit.PARTICIPANT, multiplier, delta);
    }

    /** Submissions after which a member leaves, so that its ε stays what was calibrated; all versions where none was. */
    static int mostSubmissions(RunSettings settings) {
        boolean calibrated = settings.noise()
                .filter(noise -> noise.calibration().equals("calibrated"))
                .isPresent();
        if (!calibrated) {
            return settings.versions();
        }
        return (int) Math.min(settings.versions(), Math.ceil(1.5 * meanSubmissions(settings)));
    }

    private static double meanSubmissions(RunSettings settings) {
        return (double) settings.versions() * settings.selected() / settings.participants();
    }

    /** Scale of the Laplace noise or deviation of the Gaussian noise on one coordinate, as published; see above. */
    static double publishedScale(RunSettings settings, RunSettings.NoiseSettings noise, double rows) {
        double times = meanSubmissions(settings);
        boolean laplace = noise.mechanism().equals("laplace");
        double clip = laplace ? PUBLISHED_LAPLACE_CLIP : PUBLISHED_GAUSSIAN_CLIP;
        double sensitivity = 2 * settings.training().rate() * clip / rows;
        double perSensitivity = laplace
                ? times / noise.epsilon()
                : Math.sqrt(2 * Math.log(1.25 * times / noise.delta())) * times / noise.epsilon();
        return sensitivity * perSensitivity;
    }

    /**
     * That scale relative to what our mechanism multiplies, in millionths, rounded up: a little more noise, never less.
     *
     * @throws IllegalArgumentException if rounding would make it much more: the noise is then not the published one
     */
    private static long multiplierMicros(
            Privacy.Mechanism mechanism, double scale, Sensitivity sensitivity, double stepsPerUnit) {
        double reference =
                mechanism == Privacy.Mechanism.DISCRETE_LAPLACE ? sensitivity.l1() : Math.sqrt(sensitivity.squaredL2());
        double exact = scale * stepsPerUnit / reference * 1e6;
        long rounded = (long) Math.ceil(exact);
        Checks.require(
                rounded <= MOST_ROUNDING * exact,
                "Noise as published must be at least " + (int) Math.ceil(1 / (MOST_ROUNDING - 1))
                        + " millionths of what an update may change, or rounding makes more of it; lower clipNorm, on"
                        + " which this noise does not depend",
                exact + " millionths");
        return rounded;
    }

    private static long deltaPerBillion(RunSettings.NoiseSettings noise, Privacy.Mechanism mechanism) {
        if (mechanism == Privacy.Mechanism.DISCRETE_LAPLACE) {
            return ANY_DELTA_PER_BILLION;
        }
        long billionths = BigDecimal.valueOf(noise.delta())
                .movePointRight(9)
                .setScale(0, RoundingMode.HALF_EVEN)
                .longValueExact();
        Checks.require(billionths >= 1, "delta of Gaussian noise must be at least 1e-9", noise.delta());
        return billionths;
    }

    private static long micros(double epsilon) {
        return Math.max(1, (long) Math.floor(epsilon * 1e6));
    }

    /**
     * The ε that the noise really gives to the participant that was selected most often, at the task's δ; null without
     * noise.
     */
    static Double epsilon(TaskSpec spec, List<RunResult.Participation> participants) {
        if (spec.privacy().mechanism() == Privacy.Mechanism.NONE) {
            return null;
        }
        int most = participants.stream()
                .mapToInt(RunResult.Participation::selected)
                .max()
                .orElse(0);
        return epsilon(spec.privacy(), most);
    }

    /** The ε of so many submissions. */
    static double epsilon(Privacy privacy, int submissions) {
        return PrivacyLoss.ofSubmission(privacy).times(submissions).epsilonMicros(privacy.deltaPerBillion()) / 1e6;
    }

    /** The δ that goes with it: none where the noise gives a pure ε. */
    static Double delta(TaskSpec spec) {
        return switch (spec.privacy().mechanism()) {
            case NONE -> null;
            case DISCRETE_LAPLACE -> 0.0;
            case DISCRETE_GAUSSIAN -> spec.privacy().deltaPerBillion() / 1e9;
        };
    }
}
