package org.fedfabric.chaincode.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.protocol.refusal.RefusalException;
import org.junit.jupiter.api.Test;

class TurnstileTest {
    private final Turnstile turnstile = new Turnstile();

    /** Begins as many calls, each within the one before, then does something while they are under way. */
    private <T> T during(int calls, String function, String mspId, Supplier<T> then) {
        return calls == 0
                ? then.get()
                : turnstile.pass(function, mspId, () -> during(calls - 1, function, mspId, then));
    }

    private RefusalException refused(String function, String mspId) {
        return catchThrowableOfType(RefusalException.class, () -> turnstile.pass(function, mspId, () -> 1));
    }

    @Test
    void an_enterprise_that_has_all_its_places_is_turned_away_and_no_other() {
        RefusalException refusal = during(4, "update:Judge", "A", () -> {
            assertThat(turnstile.<Integer>pass("update:Judge", "B", () -> 2)).isEqualTo(2);
            assertThat(turnstile.<Integer>pass("round:Advance", "A", () -> 3)).isEqualTo(3);
            return refused("update:Judge", "A");
        });
        assertThat(refusal.code()).isEqualTo(RefusalCode.BUSY);
        assertThat(refusal.getMessage()).contains("At most 4 calls of update:Judge", "4 of A");
        assertThat(turnstile.<Integer>pass("update:Judge", "A", () -> 4)).isEqualTo(4);
    }

    @Test
    void all_enterprises_together_leave_threads_to_what_never_waits() {
        during(
                4,
                "update:Judge",
                "A",
                () -> during(
                        4,
                        "update:Judge",
                        "B",
                        () -> during(4, "update:Judge", "C", () -> {
                            assertThat(refused("update:Judge", "D").getMessage())
                                    .contains("12 in all");
                            AtomicInteger submitted = new AtomicInteger();
                            during(30, "update:Submit", "D", submitted::incrementAndGet);
                            assertThat(submitted.get()).isEqualTo(1);
                            return null;
                        })));
    }

    @Test
    void creating_and_starting_share_places() {
        assertThat(during(1, "task:Create", "A", () -> during(1, "task:Start", "A", () -> refused("task:Create", "A"))))
                .isNotNull();
    }

    @Test
    void a_call_that_fails_gives_its_place_back() {
        for (int i = 0; i < 10; i++) {
            assertThat(catchThrowableOfType(
                            IllegalStateException.class,
                            () -> turnstile.pass("round:Recompute", "A", () -> {
                                throw new IllegalStateException("failed");
                            })))
                    .hasMessage("failed");
        }
    }
}
