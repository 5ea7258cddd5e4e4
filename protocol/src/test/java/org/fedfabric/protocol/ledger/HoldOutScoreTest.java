package org.fedfabric.protocol.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.judging.Metrics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HoldOutScoreTest {
    @ParameterizedTest
    @CsvSource({
        "2, 6, 0, 0, schema of a hold-out score must lie in [1, 1]",
        "1, 4, 0, 0, rowsLog2 of a hold-out must lie in [5, 40]",
        "1, 41, 0, 0, rowsLog2 of a hold-out must lie in [5, 40]",
        "1, 6, -1, 0, lossMicros must lie in [0, 100000000]",
        "1, 6, 100000001, 0, lossMicros must lie in [0, 100000000]",
        "1, 6, 0, -1, accuracyMicros must lie in [0, 1000000]",
        "1, 6, 0, 1000001, accuracyMicros must lie in [0, 1000000]"
    })
    void refuses_what_no_measurement_can_give(int schema, int rowsLog2, long loss, long accuracy, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HoldOutScore(schema, rowsLog2, loss, accuracy))
                .withMessageStartingWith(message.split(" in ")[0]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "1e3", "0.5", "Infinity", "\"5\"", "null"})
    void refuses_a_loss_that_is_no_whole_number(String loss) {
        String json = "{\"schema\":1,\"rowsLog2\":6,\"lossMicros\":" + loss + ",\"accuracyMicros\":0}";
        assertThatIllegalArgumentException().isThrownBy(() -> CanonicalJson.read(json, HoldOutScore.class));
    }

    @Test
    void holds_the_worst_loss_that_the_metric_gives() {
        float[] logits = {Float.NaN, 0, -1000, 1000};
        long worst = Metrics.crossEntropyMicros(logits, new int[] {0, 0}, java.util.List.of(1_000_000L, 1_000_000L));
        assertThat(worst).isEqualTo(HoldOutScore.MAX_LOSS_MICROS);
    }
}
