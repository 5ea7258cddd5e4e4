package org.fedfabric.protocol.selection;

import org.fedfabric.protocol.ledger.Assessment;
import org.fedfabric.protocol.ledger.RosterMember;
import org.fedfabric.protocol.reputation.Reputation;
import org.fedfabric.protocol.task.Selection;
import org.fedfabric.protocol.task.TaskSpec;

/**
 * S1's algorithm 1, steps 3, 4 and 9, with its errata repaired: three weights for three scores (printed w₂ twice), and a
 * blend that is kept apart from the history instead of overwriting it, so that what nobody verifies cannot feed itself.
 * All in millionths, rounded down.
 */
public final class Score {
    private static final long ONE = 1_000_000;

    private Score() {}

    /** evaluation = w₁·type + w₂·size + w₃·quality. */
    public static long evaluationMicros(Selection selection, Assessment assessment) {
        return (selection.typeWeightMicros() * assessment.typeMicros()
                        + selection.sizeWeightMicros() * assessment.sizeMicros()
                        + selection.qualityWeightMicros() * assessment.qualityMicros())
                / ONE;
    }

    /** score = w₄·evaluation + w₅·reputation with w₄ = {@code assessmentWeightMicros} ≤ 0.2 and w₅ = 1 − w₄. */
    public static long scoreMicros(TaskSpec spec, RosterMember member) {
        Selection selection = spec.selection();
        long assessmentWeight = selection.assessmentWeightMicros();
        return (assessmentWeight * evaluationMicros(selection, member.assessment())
                        + (ONE - assessmentWeight) * Reputation.expectationMicros(spec.reputation(), member))
                / ONE;
    }
}
