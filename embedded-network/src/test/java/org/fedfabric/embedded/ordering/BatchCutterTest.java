package org.fedfabric.embedded.ordering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.time.Duration;
import org.hyperledger.fabric.protos.common.Envelope;
import org.junit.jupiter.api.Test;

class BatchCutterTest {
    private static final BatchLimits LIMITS = new BatchLimits(3, 1_000, 10_000, Duration.ZERO);

    @Test
    void refuses_limits_that_let_nothing_through() {
        assertThatThrownBy(() -> new BatchLimits(0, 1, 1, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Provided value: 0 messages");
    }

    @Test
    void a_batch_is_full_at_the_message_limit() {
        BatchCutter cutter = new BatchCutter(LIMITS);

        assertThat(cutter.add(envelope(10))).isEmpty();
        assertThat(cutter.add(envelope(10))).isEmpty();
        assertThat(cutter.add(envelope(10)))
                .singleElement()
                .satisfies(batch -> assertThat(batch).hasSize(3));
        assertThat(cutter.isEmpty()).isTrue();
    }

    @Test
    void a_batch_is_cut_before_it_grows_too_large() {
        BatchCutter cutter = new BatchCutter(LIMITS);

        assertThat(cutter.add(envelope(600))).isEmpty();
        assertThat(cutter.add(envelope(600)))
                .singleElement()
                .satisfies(batch -> assertThat(batch).hasSize(1));
        assertThat(cutter.cut()).hasValueSatisfying(batch -> assertThat(batch).hasSize(1));
    }

    @Test
    void a_huge_transaction_gets_a_block_of_its_own() {
        BatchCutter cutter = new BatchCutter(LIMITS);
        cutter.add(envelope(10));

        assertThat(cutter.add(envelope(5_000))).hasSize(2);
        assertThat(cutter.cut()).isEmpty();
    }

    private static Envelope envelope(int bytes) {
        return Envelope.newBuilder()
                .setPayload(ByteString.copyFrom(new byte[bytes]))
                .build();
    }
}
