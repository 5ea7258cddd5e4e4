package org.fedfabric.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.fedfabric.experiments.result.RunResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoundsFileTest {
    @TempDir
    Path folder;

    private static RunResult.Round round(long version) {
        return new RunResult.Round(
                version, null, 0.5, null, 4, 3, Map.of("SCORE", 1), 1, 0, 0, Map.of("whole", 1.5), Map.of());
    }

    @Test
    void a_line_that_a_kill_cut_off_counts_for_nothing_and_the_next_takes_its_place() throws Exception {
        Path file = folder.resolve("rounds.jsonl");
        RoundsFile rounds = RoundsFile.open(file);
        rounds.add(round(1));
        rounds.add(round(2));
        String whole = Files.readString(file);
        Files.writeString(file, whole.substring(0, whole.length() - 20));
        RoundsFile again = RoundsFile.open(file);
        assertThat(again.rounds()).containsExactly(round(1));
        again.add(round(2));
        assertThat(Files.readString(file)).isEqualTo(whole);
    }

    @Test
    void a_line_of_an_earlier_release_has_no_processor_time() throws Exception {
        Path file = folder.resolve("rounds.jsonl");
        RoundsFile.open(file).add(round(1));
        Files.writeString(file, Files.readString(file).replace(",\"processorSeconds\":{}", ""));
        assertThat(Files.readString(file)).doesNotContain("processorSeconds");
        assertThat(RoundsFile.open(file).rounds()).containsExactly(round(1));
    }

    @Test
    void lines_after_a_gap_count_for_nothing() throws Exception {
        Path file = folder.resolve("rounds.jsonl");
        RoundsFile rounds = RoundsFile.open(file);
        rounds.add(round(1));
        rounds.add(round(3));
        assertThat(RoundsFile.open(file).last()).isEqualTo(1);
    }

    @Test
    void a_run_that_never_was_has_no_rounds() throws Exception {
        assertThat(RoundsFile.open(folder.resolve("rounds.jsonl")).rounds()).isEmpty();
    }
}
