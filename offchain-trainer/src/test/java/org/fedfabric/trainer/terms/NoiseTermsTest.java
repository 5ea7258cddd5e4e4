package org.fedfabric.trainer.terms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.fedfabric.protocol.privacy.PrivacyLoss;
import org.fedfabric.protocol.task.Privacy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NoiseTermsTest {
    private static final BigDecimal DELTA = new BigDecimal("0.00001");

    @ParameterizedTest
    @ValueSource(strings = {"", "gauss:1", "gaussian", "laplace", "none:1", "Gaussian:1", ":1", "1"})
    void refuse_what_names_no_noise(String text) {
        assertThatThrownBy(() -> NoiseTerms.parse(text, DELTA))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("none, gaussian:EPS or laplace:EPS", "Provided value: " + text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "NaN", "1e99", "0.0000001", "Infinity", "x", ""})
    void refuse_an_epsilon_that_cannot_be_accounted(String epsilon) {
        assertThatThrownBy(() -> NoiseTerms.parse("gaussian:" + epsilon, DELTA))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("EPS of --privacy must be a number above 0", "Provided value: " + epsilon);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "0.01", "1", "0.00000000001"})
    void refuse_a_delta_that_is_no_small_probability(String delta) {
        assertThatThrownBy(() -> NoiseTerms.parse("laplace:1", new BigDecimal(delta)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--delta must be a number above 0, at most 0.001");
    }

    @Test
    void none_is_no_noise() {
        assertThat(NoiseTerms.parse("none", DELTA)).isEqualTo(NoiseTerms.NONE);
        assertThat(NoiseTerms.NONE.over(30)).isEqualTo(Privacy.none());
    }

    /** What the ledger will charge for all versions fits, and a millionth less noise would not. */
    @ParameterizedTest
    @CsvSource({"gaussian:8, 30", "gaussian:0.5, 1", "laplace:8, 30", "laplace:100, 3", "gaussian:300, 3"})
    void take_the_least_noise_that_keeps_a_whole_task_within_epsilon(String text, int versions) {
        NoiseTerms terms = NoiseTerms.parse(text, DELTA);
        Privacy privacy = terms.over(versions);
        Privacy less =
                new Privacy(privacy.mechanism(), privacy.unit(), privacy.sigmaMicros() - 1, privacy.deltaPerBillion());
        assertThat(total(privacy, versions)).isLessThanOrEqualTo(terms.epsilonMicros());
        assertThat(total(less, versions)).isGreaterThan(terms.epsilonMicros());
    }

    private static long total(Privacy privacy, int versions) {
        return PrivacyLoss.ofSubmission(privacy).times(versions).epsilonMicros(privacy.deltaPerBillion());
    }
}
