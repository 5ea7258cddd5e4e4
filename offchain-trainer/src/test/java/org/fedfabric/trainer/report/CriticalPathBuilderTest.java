package org.fedfabric.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CriticalPathBuilderTest {
    private static ProgressStep step(long t, String who, long version, String step) {
        return new ProgressStep(t, who, "task", version, step, null, 0, 0);
    }

    @Test
    void follows_the_slowest_submission_and_the_participant_that_advanced() {
        List<ProgressStep> steps = List.of(
                step(3_000, "fast", 0, "training-started"),
                step(4_000, "fast", 0, "training-finished"),
                step(4_050, "fast", 0, "submitted"),
                step(3_100, "slow", 0, "training-started"),
                step(9_100, "slow", 0, "training-finished"),
                step(9_130, "slow", 0, "sealed"),
                step(9_200, "slow", 0, "submitted"),
                step(9_300, "fast", 0, "closed-seen"),
                step(9_350, "slow", 0, "revealed"),
                step(9_900, "fast", 0, "judged"),
                step(10_000, "fast", 0, "advanced"));

        CriticalPath path = CriticalPathBuilder.of(steps, 1, 1_000, 10_400);

        assertThat(path.startSeconds()).isEqualTo(2.0);
        assertThat(path.trainingSeconds()).isEqualTo(6.0);
        assertThat(path.contentSeconds()).isEqualTo(0.08, within(1e-9));
        assertThat(path.validationSeconds()).isEqualTo(0.55 + 0.4, within(1e-9));
        assertThat(path.ledgerSeconds()).isEqualTo(0.1 + 0.07 + 0.1 + 0.1, within(1e-9));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void the_parts_sum_to_the_whole_whatever_the_trainers_wrote(long seed) {
        Random random = new Random(seed);
        String[] names = {
            "training-started",
            "training-finished",
            "sealed",
            "submitted",
            "closed-seen",
            "revealed",
            "judged",
            "advanced",
            "published-seen"
        };
        List<ProgressStep> steps = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            steps.add(step(
                    1_000 + random.nextInt(50_000),
                    "p" + random.nextInt(3),
                    random.nextInt(4),
                    names[random.nextInt(names.length)]));
        }
        Collections.shuffle(steps, random);

        assertThat(CriticalPathBuilder.of(steps, 4, 0, 60_000).totalSeconds()).isEqualTo(60.0, within(1e-6));
    }

    @Test
    void a_line_cut_off_by_a_kill_is_skipped() {
        assertThat(ProgressStep.parse("{\"t\":17,\"participant\":\"Ente")).isEmpty();
        assertThat(ProgressStep.parse("{\"t\":17,\"step\":\"judged\",\"seconds\":0.5}"))
                .isPresent();
    }
}
