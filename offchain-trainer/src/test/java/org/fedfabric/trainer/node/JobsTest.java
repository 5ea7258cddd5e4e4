package org.fedfabric.trainer.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class JobsTest {
    private final Deque<Runnable> inbox = new ArrayDeque<>();
    private final Jobs jobs = new Jobs("t", inbox::add);
    private final AtomicInteger runs = new AtomicInteger();

    private void deliver() {
        while (!inbox.isEmpty()) {
            inbox.poll().run();
        }
    }

    @Test
    void that_failed_wait_before_they_are_tried_again() {
        Jobs.Job failing = () -> {
            runs.incrementAndGet();
            throw new IllegalStateException("not yet");
        };
        jobs.once("a", Runnable::run, failing);
        deliver();
        jobs.once("a", Runnable::run, failing);
        assertThat(runs).hasValue(1);
        assertThat(jobs.nanosUntilNext(Long.MAX_VALUE)).isBetween(1L, 300_000_000L);
    }

    @Test
    void that_succeeded_are_not_done_twice() {
        for (int i = 0; i < 3; i++) {
            jobs.once("a", Runnable::run, runs::incrementAndGet);
            deliver();
        }
        assertThat(runs).hasValue(1);
    }

    @Test
    void that_run_are_not_started_again() {
        Deque<Runnable> waiting = new ArrayDeque<>();
        jobs.once("a", waiting::add, runs::incrementAndGet);
        jobs.once("a", waiting::add, runs::incrementAndGet);
        assertThat(waiting).hasSize(1);
    }

    @Test
    void of_the_last_version_are_forgotten() {
        jobs.once("a", Runnable::run, runs::incrementAndGet);
        deliver();
        jobs.forget();
        jobs.once("a", Runnable::run, runs::incrementAndGet);
        assertThat(runs).hasValue(2);
    }
}
