package org.fedfabric.experiments.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.fedfabric.experiments.result.SampleRuns;
import org.fedfabric.experiments.run.RunSettings;
import org.junit.jupiter.api.Test;

class TimeLeftTest {
    private static final RunSettings FIRST = SampleRuns.settings("first", 10, 1);
    private static final RunSettings SECOND = SampleRuns.settings("second", 10, 2);

    private final AtomicLong clock = new AtomicLong();
    private final TimeLeft timeLeft = new TimeLeft(List.of(FIRST, SECOND), clock::get);

    @Test
    void says_nothing_before_it_knows_something() {
        publish(FIRST, 2, 1);

        assertThat(timeLeft.estimate()).isEmpty();
    }

    @Test
    void what_is_left_takes_as_long_as_what_was_done() {
        publish(FIRST, 5, 2);

        assertThat(seconds()).isCloseTo(30, within(0.01));
    }

    @Test
    void versions_of_before_a_kill_leave_less_to_do_and_tell_nothing_of_the_speed() {
        for (int version = 0; version < 5; version++) {
            timeLeft.version(FIRST, /* again= */ true);
        }
        assertThat(timeLeft.estimate()).isEmpty();
        publish(FIRST, 5, 2);

        assertThat(seconds()).isCloseTo(20, within(0.01));
    }

    @Test
    void a_run_that_ends_early_leaves_less_to_do() {
        publish(FIRST, 5, 2);
        timeLeft.ended(FIRST);

        assertThat(seconds()).isCloseTo(20, within(0.01));
    }

    @Test
    void nothing_is_left_at_the_end() {
        publish(FIRST, 10, 1);
        publish(SECOND, 10, 1);
        timeLeft.ended(FIRST);
        timeLeft.ended(SECOND);

        assertThat(seconds()).isZero();
    }

    @Test
    void a_larger_network_costs_more() {
        assertThat(Cost.versionSeconds(SampleRuns.settings("a", 10, 1), 1))
                .isGreaterThan(Cost.versionSeconds(SampleRuns.settings("a", 10, 1), 2));
        assertThat(Cost.seconds(List.of(FIRST, SECOND), 2)).isEqualTo(2 * Cost.runSeconds(FIRST, 2));
    }

    private void publish(RunSettings run, int versions, long secondsEach) {
        for (int version = 0; version < versions; version++) {
            clock.addAndGet(TimeUnit.SECONDS.toNanos(secondsEach));
            timeLeft.version(run, /* again= */ false);
        }
    }

    private double seconds() {
        return timeLeft.estimate().orElseThrow().toMillis() / 1e3;
    }
}
