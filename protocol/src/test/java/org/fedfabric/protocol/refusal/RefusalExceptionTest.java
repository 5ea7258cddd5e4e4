package org.fedfabric.protocol.refusal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RefusalExceptionTest {
    @Test
    void a_message_has_code_detail_and_advice() {
        assertThat(new RefusalException(RefusalCode.NOT_FOUND, "The ledger must have it. Provided value: x"))
                .hasMessage("FF-1004 NOT_FOUND: The ledger must have it. Provided value: x (check the name)");
    }

    @Test
    void a_long_detail_keeps_the_rule_at_its_start_and_the_value_at_its_end() {
        String detail = "The model must be A. " + "x".repeat(100_000) + " Provided value: B";
        assertThat(new RefusalException(RefusalCode.AGGREGATE_MISMATCH, detail).getMessage())
                .startsWith("FF-4005 AGGREGATE_MISMATCH: The model must be A. x")
                .contains("characters left out")
                .contains(" Provided value: B (")
                .hasSizeLessThan(1_300);
    }
}
