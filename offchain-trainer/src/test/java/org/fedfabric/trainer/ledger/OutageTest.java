package org.fedfabric.trainer.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.net.ConnectException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OutageTest {
    private final Outage outage = new Outage(Duration.ofMillis(100), Duration.ofSeconds(5));

    @Test
    void waits_twice_as_long_each_time_and_never_longer_than_the_bound() {
        assertThat(outage.failed()).isEqualTo(Duration.ofMillis(200));
        assertThat(outage.failed()).isEqualTo(Duration.ofMillis(400));
        for (int i = 0; i < 100; i++) {
            assertThat(outage.failed()).isLessThanOrEqualTo(Duration.ofSeconds(5));
        }
        assertThat(outage.failed()).isEqualTo(Duration.ofSeconds(5));
        assertThat(outage.attempts()).isEqualTo(103);
    }

    @Test
    void begins_anew_after_its_end() {
        outage.failed();
        outage.over();
        assertThat(outage.attempts()).isZero();
        assertThat(outage.failed()).isEqualTo(Duration.ofMillis(200));
    }

    @Test
    void a_status_is_told_on_one_line_with_its_root_cause() {
        Status status = Status.UNAVAILABLE
                .withDescription("io exception")
                .withCause(
                        new IllegalStateException("outer", new ConnectException("Connection refused: /127.0.0.1:1")));
        assertThat(StatusText.of(status)).isEqualTo("UNAVAILABLE io exception (Connection refused: /127.0.0.1:1)");
        assertThat(StatusText.of(Status.CANCELLED)).isEqualTo("CANCELLED");
    }
}
