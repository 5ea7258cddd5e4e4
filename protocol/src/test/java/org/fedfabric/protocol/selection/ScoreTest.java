package org.fedfabric.protocol.selection;

import static org.assertj.core.api.Assertions.assertThat;

import org.fedfabric.protocol.Tasks;
import org.fedfabric.protocol.ledger.Assessment;
import org.fedfabric.protocol.ledger.Evidence;
import org.fedfabric.protocol.ledger.RosterMember;
import org.fedfabric.protocol.task.Selection;
import org.fedfabric.protocol.task.Selection.Policy;
import org.junit.jupiter.api.Test;

class ScoreTest {
    /** w₁ = 0.5, w₂ = 0.3, w₃ = 0.2, w₄ = 0.2. */
    private static final Selection SELECTION =
            new Selection(Policy.RANKED, 0, 1_000, 0, 200_000, 500_000, 300_000, 200_000, 0);

    @Test
    void each_of_the_three_scores_has_a_weight_of_its_own() {
        assertThat(Score.evaluationMicros(SELECTION, new Assessment(1_000_000, 0, 0)))
                .isEqualTo(500_000);
        assertThat(Score.evaluationMicros(SELECTION, new Assessment(0, 1_000_000, 0)))
                .isEqualTo(300_000);
        assertThat(Score.evaluationMicros(SELECTION, new Assessment(0, 0, 1_000_000)))
                .isEqualTo(200_000);
        assertThat(Score.evaluationMicros(SELECTION, new Assessment(900_000, 400_000, 600_000)))
                .isEqualTo(690_000);
    }

    @Test
    void the_score_blends_self_assessment_with_reputation_and_leaves_the_history_alone() {
        // 0.2 · 0.69 + 0.8 · 0.818181 = 0.7925448, rounded down.
        RosterMember member = member(new Evidence(8_000_000_000L, 1_000_000_000L));

        assertThat(Score.scoreMicros(new Tasks().selection(SELECTION).build(), member))
                .isEqualTo(792_544);
        assertThat(member.evidence()).isEqualTo(new Evidence(8_000_000_000L, 1_000_000_000L));
    }

    @Test
    void the_best_self_assessment_cannot_outweigh_a_bad_reputation() {
        RosterMember boaster = member(new Evidence(0, 2_280_000_000L));
        RosterMember modest = new RosterMember(
                "AMsp/b",
                0,
                new Assessment(0, 0, 0),
                Evidence.NONE,
                500_000,
                0,
                0,
                -1,
                false,
                RosterMember.Counts.ZERO);

        assertThat(Score.scoreMicros(Tasks.spec(), boaster)).isLessThan(Score.scoreMicros(Tasks.spec(), modest));
    }

    private static RosterMember member(Evidence evidence) {
        return new RosterMember(
                "AMsp/a",
                10,
                new Assessment(900_000, 400_000, 600_000),
                evidence,
                500_000,
                0,
                0,
                -1,
                false,
                RosterMember.Counts.ZERO);
    }
}
