package org.fedfabric.trainer.provenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.assertj.core.data.Offset;
import org.fedfabric.protocol.ledger.HoldOutScore;
import org.fedfabric.protocol.ledger.LocalScore;
import org.junit.jupiter.api.Test;

class ReportedScoresTest {
    private static LocalScore score(String id, int rowsLog2, long lossMicros, long accuracyMicros) {
        return new LocalScore(1, "t", 3, id, new HoldOutScore(1, rowsLog2, lossMicros, accuracyMicros));
    }

    @Test
    void has_no_mean_of_nothing_that_is_not_a_number() {
        ReportedScores none = ReportedScores.of(3, List.of());
        assertThat(none.meanLoss()).isZero();
        assertThat(none.meanAccuracy()).isZero();
    }

    @Test
    void weighs_each_member_by_its_bucket_of_rows() {
        ReportedScores two =
                ReportedScores.of(3, List.of(score("A/p", 5, 1_000_000, 500_000), score("B/p", 7, 500_000, 1_000_000)));
        // 32 and 128 rows: a fifth and four fifths.
        assertThat(two.meanLoss()).isCloseTo(0.6, Offset.offset(1e-12));
        assertThat(two.meanAccuracy()).isCloseTo(0.9, Offset.offset(1e-12));
    }
}
