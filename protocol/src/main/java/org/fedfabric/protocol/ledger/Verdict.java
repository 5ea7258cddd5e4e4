package org.fedfabric.protocol.ledger;

import org.fedfabric.protocol.canonical.Checks;

/**
 * What judging one update gave.
 *
 * @param outcome included or not
 * @param reason why not, if rejected
 * @param scoreMicros the metric of base + λ · update, in millionths, rounded against the submitter; absent if it was
 *     never scored
 * @param baseScoreMicros the metric of the base, in millionths; absent likewise
 */
public record Verdict(Outcome outcome, Reason reason, Long scoreMicros, Long baseScoreMicros) {
    /** What becomes of an update. */
    public enum Outcome {
        /** Counted in the aggregate. */
        INCLUDED,
        /** The whole bytes are there and break a rule. */
        REJECTED,
        /** The bytes were withheld. */
        UNAVAILABLE
    }

    /** Which rule the bytes break. */
    public enum Reason {
        /** The bytes contradict the CID or the declared length. */
        CONTENT,
        /** The header is not canonical or names another task, base, participant or encoding. */
        HEADER,
        /** The number of values is not the model's. */
        SHAPE,
        /** A value is outside the agreed width. */
        RANGE,
        /** Base plus update is not finite. */
        NON_FINITE,
        /** The norm exceeds the bound. */
        NORM,
        /** The score is worse than the check allows. */
        SCORE,
        /** The opposite update would do more for some class than this one does for any. */
        DIRECTION
    }

    /** Withheld bytes. */
    public static final Verdict UNAVAILABLE = new Verdict(Outcome.UNAVAILABLE, null, null, null);

    /** Checks that the parts fit. */
    public Verdict {
        Checks.present(outcome, "outcome");
        Checks.require((reason != null) == (outcome == Outcome.REJECTED), "A rejection has a reason", reason);
    }

    /** A rejection before scoring. */
    public static Verdict rejected(Reason reason) {
        return new Verdict(Outcome.REJECTED, reason, null, null);
    }
}
