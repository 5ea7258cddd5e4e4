package org.fedfabric.trainer.demo;

import java.util.List;

/**
 * Which participants simulate an attack: the last ones, one enterprise after the other, so that no enterprise is all
 * attackers before the others have one.
 *
 * @param kind {@code none}, {@code sign-flip} or {@code scaled-flip}
 * @param count how many
 */
record AttackPlan(String kind, int count) {
    static final String NONE = "none";
    private static final List<String> KINDS = List.of("sign-flip", "scaled-flip");

    static AttackPlan parse(String text, int participants) {
        if (text.equals(NONE)) {
            return new AttackPlan(NONE, 0);
        }
        int colon = text.indexOf(':');
        String kind = colon < 0 ? text : text.substring(0, colon);
        if (!KINDS.contains(kind)) {
            throw new DemoException(
                    DemoException.USAGE,
                    "--attack must be none or KIND:COUNT with KIND one of " + String.join(", ", KINDS)
                            + ". Provided value: " + text);
        }
        int count = colon < 0 ? 1 : Numbers.positive(text.substring(colon + 1), "the count in --attack");
        if (count >= participants) {
            throw new DemoException(
                    DemoException.USAGE,
                    "--attack must leave an honest participant: there are " + participants + ". Provided value: "
                            + count);
        }
        return new AttackPlan(kind, count);
    }

    /** The attack of participant {@code index} of enterprise {@code enterprise}, or none. */
    String of(int enterprise, int index, int enterprises, int perEnterprise) {
        int rank = (perEnterprise - 1 - index) * enterprises + (enterprises - 1 - enterprise);
        return rank < count ? kind : NONE;
    }
}
