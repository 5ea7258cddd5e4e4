package org.fedfabric.protocol.canonical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChecksTest {
    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, 1, 6, Long.MAX_VALUE})
    void refuses_numbers_outside_the_range_naming_rule_and_value(long value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Checks.inRange(value, 2, 5, "epochs"))
                .withMessage("epochs must lie in [2, 5]. Provided value: " + value);
    }

    @Test
    void takes_both_ends_of_the_range() {
        assertThat(Checks.inRange(2L, 2, 5, "epochs")).isEqualTo(2);
        assertThat(Checks.inRange(5, 2, 5, "epochs")).isEqualTo(5);
    }

    @Test
    void refuses_lists_that_are_absent_too_long_or_have_holes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Checks.list(null, 3, "roles"))
                .withMessage("roles must be given. Provided value: none");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Checks.list(Arrays.asList("a", null), 3, "roles"))
                .withMessage("every element of roles must be given. Provided value: none");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Checks.list(List.of(1, 2, 3, 4), 3, "roles"))
                .withMessage("the length of roles must lie in [0, 3]. Provided value: 4");
    }

    @Test
    void gives_a_copy_that_nobody_can_change() {
        List<String> mine = new ArrayList<>(List.of("a"));
        List<String> copy = Checks.list(mine, 3, "roles");
        mine.add("b");
        assertThat(copy).containsExactly("a");
        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> copy.add("c"));
    }
}
