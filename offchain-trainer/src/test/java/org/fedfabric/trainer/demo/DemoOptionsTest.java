package org.fedfabric.trainer.demo;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.fedfabric.protocol.task.Evaluation;
import org.junit.jupiter.api.Test;

class DemoOptionsTest {
    private final DemoOptions options = new DemoOptions();

    private void refuses(String message) {
        assertThatThrownBy(options::check).isInstanceOf(DemoException.class).hasMessageContaining(message);
    }

    @Test
    void shares_no_scores_without_rows_to_score_with_or_with_noise() {
        options.evaluation = Evaluation.SHARED;
        refuses("--hold-out PERCENT. Provided value: 0");
        options.holdOut = 51;
        refuses("--hold-out must lie in [0, 50]. Provided value: 51");
        options.holdOut = 20;
        options.privacy = "gaussian:8";
        refuses("--evaluation must be none where there is noise");
        options.privacy = "none";
        assertThatCode(options::check).doesNotThrowAnyException();
    }
}
