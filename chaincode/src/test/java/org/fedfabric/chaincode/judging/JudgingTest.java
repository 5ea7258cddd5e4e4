package org.fedfabric.chaincode.judging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.protocol.refusal.RefusalException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class JudgingTest {
    private final JudgingPool pool = new JudgingPool();

    @AfterEach
    void stopThreads() {
        pool.close();
    }

    @Nested
    class JobsTest {
        private final CountDownLatch gate = new CountDownLatch(1);
        private final AtomicInteger runs = new AtomicInteger();
        private final Jobs<String, Integer> jobs =
                new Jobs<>(pool::judge, Memory.ofEntries(2), result -> result < 100, found -> {});

        private int slowly(int result) throws InterruptedException {
            assertThat(gate.await(20, TimeUnit.SECONDS)).isTrue();
            runs.incrementAndGet();
            return result;
        }

        @Test
        void go_on_when_a_caller_stops_waiting_and_a_retry_finds_them_done() throws Exception {
            CompletableFuture<Integer> first = jobs.of("job", () -> slowly(7));
            RefusalException busy = catchThrowableOfType(
                    RefusalException.class,
                    () -> Patience.of(java.time.Duration.ofMillis(1)).await(first, "The job"));
            assertThat(busy.code()).isEqualTo(RefusalCode.BUSY);
            assertThat(busy.code().isTransient()).isTrue();
            assertThat(jobs.of("job", () -> slowly(8))).as("joined").isSameAs(first);
            gate.countDown();
            assertThat(first.get(20, TimeUnit.SECONDS)).isEqualTo(7);
            assertThat(jobs.of("job", () -> slowly(9)).get(20, TimeUnit.SECONDS))
                    .isEqualTo(7);
            assertThat(runs.get()).isEqualTo(1);
        }

        @Test
        void are_done_again_after_a_failure_or_a_result_that_is_not_final() throws Exception {
            gate.countDown();
            CompletableFuture<Integer> failed = jobs.of("job", () -> {
                throw new RefusalException(RefusalCode.CONTENT_UNAVAILABLE, "not yet");
            });
            RefusalException refusal = catchThrowableOfType(
                    RefusalException.class,
                    () -> Patience.of(java.time.Duration.ofSeconds(20)).await(failed, "The job"));
            assertThat(refusal.code()).isEqualTo(RefusalCode.CONTENT_UNAVAILABLE);
            assertThat(jobs.of("job", () -> slowly(100)).get(20, TimeUnit.SECONDS))
                    .isEqualTo(100);
            assertThat(jobs.of("job", () -> slowly(5)).get(20, TimeUnit.SECONDS))
                    .isEqualTo(5);
        }
    }

    @Nested
    class MemoryTest {
        @Test
        void forgets_the_least_recently_used_and_keeps_the_newest_whatever_it_weighs() throws Exception {
            Memory<String, String> memory = new Memory<>(10, String::length);
            memory.put("a", "12345");
            memory.put("b", "12345");
            assertThat(memory.known("a")).isNotNull();
            memory.put("c", "1");
            assertThat(memory.known("b")).as("used longest ago").isNull();
            assertThat(memory.known("a")).isEqualTo("12345");
            memory.put("huge", "x".repeat(50));
            assertThat(memory.known("huge")).hasSize(50);
            assertThat(memory.known("a")).isNull();
            assertThat(memory.get("d", () -> "computed")).isEqualTo("computed");
            assertThat(memory.known("huge")).isNull();
        }

        @Test
        void does_not_remember_failures() throws Exception {
            Memory<String, String> memory = Memory.ofEntries(1);
            IllegalStateException failure = catchThrowableOfType(
                    IllegalStateException.class,
                    () -> memory.get("a", () -> {
                        throw new IllegalStateException("once");
                    }));
            assertThat(failure).hasMessage("once");
            assertThat(memory.get("a", () -> "then")).isEqualTo("then");
        }
    }

    @Test
    void a_pool_that_is_closed_refuses_as_busy() {
        pool.close();
        RefusalException busy = catchThrowableOfType(
                RefusalException.class,
                () -> Patience.of(java.time.Duration.ofSeconds(20)).await(pool.judge("A", () -> 1), "Work"));
        assertThat(busy.code()).isEqualTo(RefusalCode.BUSY);
    }

    @Test
    void work_that_waits_for_other_work_is_refused_as_the_other_was() {
        CompletableFuture<Integer> refused = pool.judge("A", () -> {
            throw new RefusalException(RefusalCode.CONTENT_UNAVAILABLE, "not yet");
        });
        RefusalException refusal = catchThrowableOfType(
                RefusalException.class,
                () -> Patience.of(java.time.Duration.ofSeconds(20))
                        .await(pool.aggregate(() -> refused.get()), "Putting together"));
        assertThat(refusal.code()).isEqualTo(RefusalCode.CONTENT_UNAVAILABLE);
    }

    @Test
    void withheld_updates_do_not_keep_others_from_being_judged() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        List<CompletableFuture<Integer>> withheld = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            withheld.add(pool.judge("A", () -> {
                gate.await();
                return 0;
            }));
        }
        assertThat(pool.judge("B", () -> 1).get(20, TimeUnit.SECONDS)).isEqualTo(1);
        assertThat(withheld).noneMatch(CompletableFuture::isDone);
        gate.countDown();
        for (CompletableFuture<Integer> one : withheld) {
            assertThat(one.get(20, TimeUnit.SECONDS)).isZero();
        }
    }
}
