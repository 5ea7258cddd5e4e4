package org.fedfabric.trainer.terms;

import java.math.BigDecimal;
import java.util.Map;
import org.fedfabric.protocol.privacy.NoisePlan;
import org.fedfabric.protocol.task.Privacy;

/**
 * How much privacy a participant spends over a whole task, as a person asks for it.
 *
 * @param mechanism the noise
 * @param epsilonMicros ε that a participant has spent when it has submitted to every version, in millionths; 0 without noise
 * @param deltaPerBillion the δ at which it is counted, in billionths; 0 without noise
 */
public record NoiseTerms(Privacy.Mechanism mechanism, long epsilonMicros, long deltaPerBillion) {
    /** No noise. */
    public static final NoiseTerms NONE = new NoiseTerms(Privacy.Mechanism.NONE, 0, 0);

    private static final Map<String, Privacy.Mechanism> NAMES = Map.of(
            "gaussian", Privacy.Mechanism.DISCRETE_GAUSSIAN,
            "laplace", Privacy.Mechanism.DISCRETE_LAPLACE);

    /**
     * Reads {@code none}, {@code gaussian:EPS} or {@code laplace:EPS}.
     *
     * @param delta δ, at most 0.001 in steps of 1e-9
     * @throws IllegalArgumentException for any other text, or an ε or δ that is out of range
     */
    public static NoiseTerms parse(String text, BigDecimal delta) {
        if (text.equals("none")) {
            return NONE;
        }
        int colon = text.indexOf(':');
        Privacy.Mechanism mechanism = NAMES.get(colon < 0 ? text : text.substring(0, colon));
        if (mechanism == null || colon < 0) {
            throw new IllegalArgumentException("--privacy must be none, gaussian:EPS or laplace:EPS, EPS being what a"
                    + " participant spends over the whole task. Provided value: " + text);
        }
        return new NoiseTerms(
                mechanism,
                units("EPS of --privacy", text.substring(colon + 1), 6, Privacy.MAX_EPSILON_MICROS),
                units("--delta", delta.toPlainString(), 9, Privacy.MAX_DELTA_PER_BILLION));
    }

    private static long units(String what, String text, int places, long most) {
        try {
            long units = new BigDecimal(text).movePointRight(places).longValueExact();
            if (units >= 1 && units <= most) {
                return units;
            }
        } catch (ArithmeticException | NumberFormatException e) {
            // The sentence below says it.
        }
        throw new IllegalArgumentException(what + " must be a number above 0, at most "
                + BigDecimal.valueOf(most, places).stripTrailingZeros().toPlainString() + ", with at most " + places
                + " decimal places. Provided value: " + text);
    }

    /** Whether there is no noise. */
    public boolean isNone() {
        return mechanism == Privacy.Mechanism.NONE;
    }

    /**
     * The least noise with which so many submissions of one participant stay within ε.
     *
     * @throws IllegalArgumentException if no noise does that, or if it takes so little that it protects nobody
     */
    public Privacy over(int submissions) {
        return isNone()
                ? Privacy.none()
                : new Privacy(
                        mechanism,
                        Privacy.Unit.PARTICIPANT,
                        NoisePlan.multiplierMicros(mechanism, epsilonMicros, deltaPerBillion, submissions),
                        deltaPerBillion);
    }
}
