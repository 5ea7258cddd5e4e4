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
 * @param measureMicros what the aggregation rule measured of it, in millionths: how far it lies from the others or from
 *     their centre (L2 norm), or how much it is trusted; absent where the rule measures nothing
 * @param oppositeMicros the metric of base − λ · update, in millionths; absent where the check does not try the opposite or
 *     does not compare updates
 * @param leadMicros by how much the labels it pushes lead on their own classes' rows, −2 to 2 in millionths; absent likewise
 */
public record Verdict(
        Outcome outcome,
        Reason reason,
        Long scoreMicros,
        Long baseScoreMicros,
        Long measureMicros,
        Long oppositeMicros,
        Long leadMicros) {
    /** What becomes of an update. */
    public enum Outcome {
        /** Counted in the aggregate. */
        INCLUDED,
        /** The whole bytes are there and break a rule. */
        REJECTED,
        /** The bytes were withheld. */
        UNAVAILABLE,
        /**
         * Nothing is wrong with it, but the aggregation rule left it out. No evidence either way: such rules leave honest
         * updates out as well, some by design.
         */
        OUTVOTED
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
        DIRECTION,
        /** It pushes labels onto the rows of other classes more than onto their own. */
        LABELS,
        /** All its values are zero. */
        EMPTY,
        /** Beside the version's others: it has no more in common with them than noise. */
        UNRELATED,
        /** Beside the version's others: it points away from where those that help point. */
        AGAINST,
        /** Beside the version's others: it is far longer, and what it pushes it pushes onto other classes' rows. */
        DISPROPORTIONATE;

        /** Whether it takes the version's other updates to find this. */
        public boolean isBesideOthers() {
            return this == UNRELATED || this == AGAINST || this == DISPROPORTIONATE;
        }
    }

    /** Withheld bytes. */
    public static final Verdict UNAVAILABLE = new Verdict(Outcome.UNAVAILABLE, null, null, null);

    /** Checks that the parts fit. */
    public Verdict {
        Checks.present(outcome, "outcome");
        Checks.require((reason != null) == (outcome == Outcome.REJECTED), "A rejection has a reason", reason);
    }

    /** What judging one update gave, before aggregation has measured anything. */
    public Verdict(Outcome outcome, Reason reason, Long scoreMicros, Long baseScoreMicros) {
        this(outcome, reason, scoreMicros, baseScoreMicros, null, null, null);
    }

    /** Whether judging found nothing wrong: what counts towards a quorum. */
    public boolean isSound() {
        return outcome == Outcome.INCLUDED || outcome == Outcome.OUTVOTED;
    }

    /** This verdict on a sound update after aggregation. */
    public Verdict aggregated(boolean counted, Long measuredMicros) {
        Checks.require(isSound(), "Only a sound update is aggregated", outcome);
        return new Verdict(
                counted ? Outcome.INCLUDED : Outcome.OUTVOTED,
                null,
                scoreMicros,
                baseScoreMicros,
                measuredMicros,
                oppositeMicros,
                leadMicros);
    }

    /** This verdict with what was seen beside the opposite. */
    public Verdict beside(long oppositeScoreMicros, long ownLeadMicros) {
        return new Verdict(
                outcome, reason, scoreMicros, baseScoreMicros, measureMicros, oppositeScoreMicros, ownLeadMicros);
    }

    /** This verdict on a sound update after it was compared with the version's others. */
    public Verdict rejectedBesideOthers(Reason why) {
        Checks.require(isSound() && why.isBesideOthers(), "Only a sound update is compared with others", why);
        return refusedFor(why);
    }

    /** A rejection for this reason, with all that was measured. */
    public Verdict refusedFor(Reason why) {
        return new Verdict(
                Outcome.REJECTED, why, scoreMicros, baseScoreMicros, measureMicros, oppositeMicros, leadMicros);
    }

    /** A rejection before scoring. */
    public static Verdict rejected(Reason reason) {
        return new Verdict(Outcome.REJECTED, reason, null, null);
    }
}
