package org.fedfabric.experiments.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.fedfabric.experiments.run.RunSettings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExperimentFolderTest {
    private static final RunSettings SETTINGS = SampleRuns.settings("iid-seed-1", 3, 1);

    @TempDir
    Path temporary;

    private ExperimentFolder folder;

    @BeforeEach
    void fresh() {
        folder = ExperimentFolder.at(temporary.resolve("results"));
    }

    @Test
    void has_nothing_before_anything_was_written() throws IOException {
        assertThat(folder.outline()).isEmpty();
        assertThat(folder.result("iid-seed-1")).isEmpty();
        assertThat(folder.begun("iid-seed-1")).isEmpty();
        assertThat(folder.results()).isEmpty();
    }

    @Test
    void names_a_result_that_was_cut_off() throws IOException {
        folder.writeResult(SampleRuns.result(SETTINGS));
        Path file = folder.run("iid-seed-1").resolve("result.json");
        Files.writeString(file, Files.readString(file).substring(0, 200));

        assertThatThrownBy(() -> folder.result("iid-seed-1"))
                .isInstanceOf(DamagedFileException.class)
                .hasMessageStartingWith(file + ": must be as an experiment wrote it. Provided value: ")
                .hasMessageEndingWith("Move the file away and run the experiment again.");
    }

    @Test
    void names_a_result_with_settings_out_of_range() throws IOException {
        folder.writeBegun(SETTINGS);
        Path file = folder.run("iid-seed-1").resolve("settings.json");
        Files.writeString(file, Files.readString(file).replace("\"versions\": 3", "\"versions\": 0"));

        assertThatThrownBy(() -> folder.begun("iid-seed-1"))
                .isInstanceOf(DamagedFileException.class)
                .hasMessageContaining("versions must lie in [1, 100000]. Provided value: 0");
    }

    @Test
    void names_an_empty_file() throws IOException {
        Files.createDirectories(folder.path());
        Files.writeString(folder.path().resolve("experiment.json"), "");

        assertThatThrownBy(folder::outline).hasMessageContaining("an empty file");
    }

    @Test
    void reads_settings_as_they_were_written() throws IOException {
        folder.writeBegun(SETTINGS);

        assertThat(folder.begun(SETTINGS.id())).contains(SETTINGS);
        assertThat(folder.begun(SETTINGS.id()).orElseThrow().axes().keySet()).containsExactly("partition", "seed");
    }

    @Test
    void reads_a_result_as_it_was_written_with_an_overflowed_loss_as_absent() throws IOException {
        RunResult written = SampleRuns.result(SETTINGS);
        folder.writeResult(written);

        RunResult read = folder.result(SETTINGS.id()).orElseThrow();

        assertThat(read.settings()).isEqualTo(written.settings());
        assertThat(read.provenance()).isEqualTo(written.provenance());
        assertThat(read.participants()).isEqualTo(written.participants());
        assertThat(read.conclusion()).isEqualTo(written.conclusion());
        assertThat(read.rounds().subList(0, 2)).isEqualTo(written.rounds().subList(0, 2));
        assertThat(read.rounds().get(2).loss()).isNull();
    }

    @Test
    void a_result_takes_the_place_of_a_failure() throws IOException {
        folder.writeFailure(new RunFailure(SETTINGS, "no room", "2026-01-01T00:00:00Z"));
        assertThat(folder.failure(SETTINGS.id()).orElseThrow().reason()).isEqualTo("no room");

        folder.writeResult(SampleRuns.result(SETTINGS));

        assertThat(folder.failure(SETTINGS.id())).isEmpty();
    }

    @Test
    void reads_an_outline_as_it_was_written_and_results_in_its_order() throws IOException {
        RunSettings second = SampleRuns.settings("iid-seed-2", 3, 2);
        ExperimentOutline outline = new ExperimentOutline(
                "name",
                "Title",
                "",
                true,
                "name: name\n",
                List.of(second.id(), SETTINGS.id(), "never-run"),
                List.of(new Published(Map.of("partition", "iid"), 100, 0.8, 0.9, null, "Fig. 3")));
        folder.writeOutline(outline);
        folder.writeResult(SampleRuns.result(SETTINGS));
        folder.writeResult(SampleRuns.result(second));

        assertThat(folder.outline()).contains(outline);
        assertThat(folder.results())
                .extracting(result -> result.settings().id())
                .containsExactly("iid-seed-2", "iid-seed-1");
    }

    @Test
    void points_are_a_line_for_each_measured_version() throws IOException {
        folder.writePoints(List.of(SampleRuns.result(SETTINGS)));

        try (var parser = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get()
                .parse(Files.newBufferedReader(folder.path().resolve("points.csv")))) {
            List<CSVRecord> lines = parser.getRecords();
            assertThat(lines).extracting(line -> line.get("version")).containsExactly("2", "3");
            assertThat(lines.get(0).toMap())
                    .containsEntry("run", "iid-seed-1")
                    .containsEntry("partition", "iid")
                    .containsEntry("seed", "1")
                    .containsEntry("accuracy", "0.5")
                    .containsEntry("loss", "1.25")
                    .containsEntry("attackSuccess", "")
                    .containsEntry("rejected", "DIRECTION 1 NORM 1")
                    .containsEntry("seconds", "0.4")
                    .containsEntry("cpu", "a, b");
        }
    }
}
