package org.fedfabric.trainer.attack;

import java.util.Arrays;
import java.util.List;
import org.fedfabric.trainer.privacy.ClippedUpdate;

/** What a simulated malicious trainer does to its own update after clipping. */
public enum Attack {
    /** Sends −1 × its update: within the norm bound, so only its score can give it away. */
    SIGN_FLIP("sign-flip", -1),
    /** Sends −5 × its update: beyond the norm bound whenever the update was longer than a fifth of it. */
    SCALED_FLIP("scaled-flip", -5);

    private final String text;
    private final double factor;

    Attack(String text, double factor) {
        this.text = text;
        this.factor = factor;
    }

    /** The attack of that name. */
    public static Attack parse(String text) {
        return Arrays.stream(values())
                .filter(attack -> attack.text.equals(text))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("attack must be one of " + names() + ". Provided value: " + text));
    }

    /** The names {@link #parse} knows. */
    public static List<String> names() {
        return Arrays.stream(values()).map(Attack::toString).toList();
    }

    /** Tampers with an update. */
    public TamperedUpdate tamperWith(ClippedUpdate update) {
        return new TamperedUpdate(multiple(update.values()));
    }

    /** What is sent in place of these values. */
    public double[] multiple(double[] values) {
        return Arrays.stream(values).map(v -> v * factor).toArray();
    }

    /** The name {@link #parse} reads. */
    @Override
    public String toString() {
        return text;
    }
}
