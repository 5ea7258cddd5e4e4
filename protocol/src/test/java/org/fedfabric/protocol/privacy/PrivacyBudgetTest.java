package org.fedfabric.protocol.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Random;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.protocol.refusal.RefusalException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrivacyBudgetTest {
    private static final PrivacyLoss HALF = new PrivacyLoss(500_000_000, 0);

    @Test
    void refuses_what_exceeds_the_cap_with_all_figures() {
        RefusalException refusal = catchThrowableOfType(
                RefusalException.class, () -> new PrivacyBudget(HALF, 8_000_000, 10_000).after(HALF, 7));

        assertThat(refusal.code()).isEqualTo(RefusalCode.BUDGET_EXCEEDED);
        assertThat(refusal)
                .hasMessageContaining("its cap, 8 at δ = 0.00001, of which 4.728387 is spent or allotted and 1 more")
                .hasMessageContaining("Provided value: 7 submissions, each ε = 4.728387 alone");
    }

    @Test
    void asking_for_nothing_is_never_too_much() {
        PrivacyBudget lowered = new PrivacyBudget(HALF, 0, 10_000);
        assertThat(lowered.after(HALF, 0)).isEqualTo(HALF);
        assertThat(lowered.leftMicros()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void says_exactly_how_many_submissions_still_fit(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 50; i++) {
            PrivacyLoss charge = new PrivacyLoss(1 + random.nextInt(10_000_000), random.nextInt(10_000_000));
            PrivacyBudget budget = new PrivacyBudget(charge.times(random.nextInt(20)), 3_000_000, 10_000);
            RefusalException refusal =
                    catchThrowableOfType(RefusalException.class, () -> budget.after(charge, 1_000_000));
            long fits = Long.parseLong(
                    refusal.getMessage().replaceAll(".* is spent or allotted and (\\d+) more submissions.*", "$1"));

            if (fits > 0) {
                assertThat(budget.after(charge, fits).epsilonMicros(10_000)).isLessThanOrEqualTo(3_000_000);
            }
            assertThat(catchThrowableOfType(RefusalException.class, () -> budget.after(charge, fits + 1)))
                    .isNotNull();
        }
    }

    @Test
    void writes_numbers_for_people() {
        assertThat(PrivacyBudget.decimal(0)).isEqualTo("0");
        assertThat(PrivacyBudget.decimal(8_000_000)).isEqualTo("8");
        assertThat(PrivacyBudget.decimal(10_000_000)).isEqualTo("10");
        assertThat(PrivacyBudget.decimal(1_500)).isEqualTo("0.0015");
        assertThat(new PrivacyBudget(HALF, 8_000_000, 1_000_000).summary())
                .isEqualTo("ε = 3.536562 of 8 at δ = 0.001 spent or allotted");
    }
}
