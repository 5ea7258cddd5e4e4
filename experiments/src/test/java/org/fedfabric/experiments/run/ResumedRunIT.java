package org.fedfabric.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.fedfabric.experiments.result.RunResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResumedRunIT {
    private static final int VERSIONS = 6;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"honest", "whitewash", "noise"})
    @Timeout(300)
    void a_run_that_was_killed_again_and_again_ends_with_the_model_of_one_that_was_not(String kind) throws Exception {
        Path killed = folder.resolve("killed");
        killAfter(kind, killed, 1);
        killAfter(kind, killed, 3);
        killAfter(kind, killed, 4);
        RunSettings settings = TinyRun.named(kind, VERSIONS);
        RunResult resumed = Run.run(settings, killed, DataPlace.generated(), RunListener.NONE);
        RunResult whole = Run.run(settings, folder.resolve("whole"), DataPlace.generated(), RunListener.NONE);
        assertThat(resumed.conclusion().modelCid()).isEqualTo(whole.conclusion().modelCid());
        assertThat(resumed.conclusion().accuracy()).isEqualTo(whole.conclusion().accuracy());
        assertThat(resumed.participants()).isEqualTo(whole.participants());
        assertThat(resumed.rounds()).hasSameSizeAs(whole.rounds());
        for (int i = 0; i < whole.rounds().size(); i++) {
            assertThat(resumed.rounds().get(i).included())
                    .isEqualTo(whole.rounds().get(i).included());
        }
    }

    @Test
    void a_run_that_has_ended_tells_the_same_again() throws Exception {
        RunResult first = Run.run(TinyRun.settings(2), folder, DataPlace.generated(), RunListener.NONE);
        RunResult again = Run.run(TinyRun.settings(2), folder, DataPlace.generated(), RunListener.NONE);
        assertThat(again.rounds()).isEqualTo(first.rounds());
        assertThat(again.conclusion().modelCid()).isEqualTo(first.conclusion().modelCid());
    }

    @Test
    void refuses_the_folder_of_other_settings() throws Exception {
        Run.run(TinyRun.settings(1), folder, DataPlace.generated(), RunListener.NONE);
        assertThatExceptionOfType(RunException.class)
                .isThrownBy(() -> Run.run(TinyRun.settings(2), folder, DataPlace.generated(), RunListener.NONE))
                .withMessageContaining("must hold a run of the same settings and data");
    }

    /** Starts the run in a process and kills it once it has told of a version, wherever it is by then. */
    private static void killAfter(String kind, Path folder, long version) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledRun.class.getName(),
                        folder.toString(),
                        Integer.toString(VERSIONS),
                        kind)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader lines = process.inputReader()) {
            String last = "none";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                last = line;
                if (line.equals(Long.toString(version))) {
                    break;
                }
            }
            assertThat(last).isEqualTo(Long.toString(version));
        } finally {
            process.destroyForcibly();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
    }
}
