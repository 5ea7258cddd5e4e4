package org.fedfabric.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.fedfabric.experiments.result.RunResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ElapsedTest {
    private static final Instant MONDAY = Instant.parse("2026-01-05T08:00:00Z");
    private static final Instant TUESDAY = Instant.parse("2026-01-06T08:00:00Z");
    private static final long SECOND = 1_000_000_000L;

    @TempDir
    Path folder;

    private long nanos = 77 * SECOND;

    @Test
    void sessions_add_up_and_the_night_between_them_does_not_count() throws Exception {
        Elapsed first = open(MONDAY);
        nanos += 30 * SECOND;
        first.keep();
        // Killed five seconds later: these are lost.
        nanos += 5 * SECOND;
        nanos += 80_000 * SECOND;
        Elapsed second = open(TUESDAY);
        nanos += 12 * SECOND;

        assertThat(second.seconds()).isCloseTo(42, within(1e-9));
        assertThat(second.started()).isEqualTo(MONDAY);
    }

    @Test
    void a_session_that_left_no_time_counts_with_that_of_its_versions() throws Exception {
        Elapsed elapsed = open(
                TUESDAY,
                round(1, Map.of("whole", 3.0, "ledger", 1.0)),
                round(2, Map.of()),
                round(3, Map.of("whole", 4.0)));

        assertThat(elapsed.seconds()).isCloseTo(7, within(1e-9));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{}", "{\"startedAt\":\"noon\",\"sessions\":1,\"seconds\":1}", "null"})
    void a_damaged_time_is_begun_anew_and_the_run_goes_on(String text) throws Exception {
        Files.writeString(folder.resolve("elapsed.json"), text);

        Elapsed elapsed = open(TUESDAY, round(1, Map.of("whole", 3.0)));

        assertThat(elapsed.seconds()).isCloseTo(3, within(1e-9));
        assertThat(elapsed.started()).isEqualTo(TUESDAY);
    }

    private Elapsed open(Instant now, RunResult.Round... rounds) throws RunException {
        return Elapsed.open(folder.resolve("elapsed.json"), List.of(rounds), now, () -> nanos);
    }

    private static RunResult.Round round(long version, Map<String, Double> seconds) {
        return new RunResult.Round(version, null, null, null, 10, 10, Map.of(), 0, 0, 0, seconds, Map.of());
    }
}
