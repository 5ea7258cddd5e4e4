package org.fedfabric.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.fedfabric.experiments.report.RunFixture.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fedfabric.experiments.result.RunFailure;
import org.fedfabric.experiments.result.RunResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeptReportTest extends ReportFixture {
    @TempDir
    Path elsewhere;

    @ParameterizedTest
    @ValueSource(strings = {"No room in /some/place/runs/b", "(/data/x)", "Provided value: /home/somebody/data"})
    void refuses_a_path_of_a_machine_and_keeps_nothing(String reason) throws IOException {
        failed(reason);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeptReport.copy(folder, elsewhere.resolve("kept")))
                .withMessageContaining("no path of this machine in it. Provided value: /")
                .withMessageContaining("summary.md");
        assertThat(elsewhere.resolve("kept")).doesNotExist();
    }

    @Test
    void refuses_its_own_folder_in_the_page() throws IOException {
        failed("nothing");
        Files.writeString(folder.resolve("report.html"), "<p>" + folder.toAbsolutePath() + "/runs</p>");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeptReport.copy(folder, elsewhere))
                .withMessageContaining("report.html");
    }

    @Test
    void refuses_a_page_that_is_too_large() throws IOException {
        failed("nothing");
        Files.writeString(folder.resolve("report.html"), "x".repeat(2_000_001));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeptReport.copy(folder, elsewhere))
                .withMessageContaining("at most 2000000 bytes. Provided value: 2000001");
    }

    @Test
    void keeps_the_three_files_as_they_are_and_replaces_older_ones() throws IOException {
        failed("1/3 of the runs, see https://example.org/a/b, and/or 5 / 6");
        Path kept = elsewhere.resolve("results").resolve("name");
        Files.createDirectories(kept);
        Files.writeString(kept.resolve("summary.md"), "old");

        KeptReport.copy(folder, kept);

        for (String name : List.of("report.html", "summary.md", "points.csv")) {
            assertThat(kept.resolve(name)).hasSameBinaryContentAs(folder.resolve(name));
        }
        try (var files = Files.list(kept)) {
            assertThat(files).hasSize(3);
        }
    }

    private void failed(String reason) throws IOException {
        RunResult done = run("a").accuracies(0.5).result();
        outline(List.of("a", "b"), List.of());
        files().writeResult(done);
        files().writeFailure(new RunFailure(run("b").result().settings(), reason, "2026-01-01"));
        files().writePoints(List.of(done));
        write();
    }
}
