package org.fedfabric.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fedfabric.experiments.report.RunFixture.run;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.fedfabric.experiments.result.Published;
import org.fedfabric.experiments.result.RunResult;
import org.junit.jupiter.api.Test;

/** Accuracy, noise and rounds of runs that nobody attacks. */
class HonestRunsReportTest extends ReportFixture {
    @Test
    void noise_is_reported_with_accuracy_published_range_and_honest_epsilon() throws IOException {
        List<Published> published = List.of(new Published(
                Map.of("partition", "iid", "mechanism", "laplace"), 4, 0.8, 0.9, null, "LL-BCFL, Fig. 3"));
        String html = report(
                published,
                run("none-1").accuracies(0.6, 0.8, 0.9, 0.96).result(),
                run("laplace-1")
                        .noise("laplace", "as-published", 30, 61_000_000.0)
                        .accuracies(0.2, 0.5, 0.6, 0.7)
                        .result(),
                run("laplace-2")
                        .seed(2)
                        .noise("laplace", "as-published", 30, 62_000_000.0)
                        .accuracies(0.2, 0.5, 0.6, 0.74)
                        .result(),
                run("gaussian-1")
                        .noise("gaussian", "calibrated", 1, 1.0)
                        .accuracies(0.1, 0.1, 0.1, 0.1)
                        .result());
        List<String> accuracy =
                rows(html, "Accuracy, noise as published", "IID").get(1);
        // Mean of .7 and .74, deviation .02·√2; the runs' own deviations are √(.14/3) and √(.1572/3); eight points
        // below .8.
        assertThat(accuracy)
                .containsExactly(
                        "IID",
                        "Laplace",
                        "30",
                        "4",
                        "2",
                        "72.00 ± 2.83 %",
                        "72.00 %",
                        "22.25",
                        "80.0–90.0 % [LL-BCFL, Fig. 3]",
                        "−8.00");
        assertThat(rows(html, "Privacy, noise as published", "IID").get(0))
                .startsWith("IID", "Laplace", "4", "30", "6.20·10⁷", "0", "20.0", "participant")
                .anyMatch(cell -> cell.startsWith("Proves practically nothing"));
        assertThat(rows(html, "Privacy, noise calibrated to (ε, δ)", "IID").get(0))
                .contains("1.00", "1.00·10⁻⁵")
                .anyMatch(cell -> cell.startsWith("Protects:") && cell.contains("73.1 %"));
        assertThat(html).contains("\"published: 80.0–90.0 %, LL-BCFL, Fig. 3\"");
    }

    @Test
    void other_local_work_is_a_mode_of_its_own_beside_its_own_runs_without_noise() throws IOException {
        List<Published> published =
                List.of(new Published(Map.of("mode", "as-published-one-step"), 2, 0.9, 0.9, null, "LL-BCFL, Fig. 3"));
        String html = report(
                published,
                run("none").accuracies(0.8, 0.98).result(),
                run("none-one-step")
                        .axis("mode", "as-published-one-step")
                        .accuracies(0.2, 0.4)
                        .result(),
                run("gaussian")
                        .axis("mode", "as-published")
                        .noise("gaussian", "as-published", 10, 5.0)
                        .accuracies(0.8, 0.97)
                        .result(),
                run("gaussian-one-step")
                        .axis("mode", "as-published-one-step")
                        .noise("gaussian", "as-published", 10, 5.0)
                        .accuracies(0.2, 0.3)
                        .result());

        assertThat(rows(html, "Accuracy, noise as published", "IID"))
                .extracting(row -> row.get(1) + " " + row.get(5))
                .contains("no DP 98.00 %", "Gaussian 97.00 %")
                .noneMatch(row -> row.contains("40.00") || row.contains("30.00"));
        assertThat(rows(html, "Accuracy, noise as published, one local step on all rows", "IID"))
                .extracting(row -> row.get(1) + " " + row.get(5) + " " + row.get(9))
                .contains("no DP 40.00 % −50.00", "Gaussian 30.00 % −60.00")
                .noneMatch(row -> row.contains("98.00") || row.contains("97.00"));
    }

    @Test
    void what_the_publication_concludes_stands_beside_the_same_gap_of_ours() throws IOException {
        String html = report(
                List.of(),
                run("none").accuracies(flat(100, 0.98)).result(),
                run("laplace")
                        .noise("laplace", "as-published", 30, 5.0)
                        .accuracies(flat(100, 0.9))
                        .result(),
                run("laplace-shards")
                        .partition("shards")
                        .noise("laplace", "as-published", 30, 5.0)
                        .accuracies(flat(100, 0.65))
                        .result());
        assertThat(rows(html, "Gaps, noise as published", "IID, 100 rounds: Laplace − no DP")
                        .get(0))
                .containsExactly("IID, 100 rounds: Laplace − no DP", "costs little", "−8.00");
        assertThat(rows(html, "Gaps, noise as published", "non-IID (two-class shards): Laplace − IID twin, 100 rounds")
                        .get(0))
                .endsWith("below", "−25.00");
        assertThat(html)
                .contains("100 rounds, IID, noise as published (LL-BCFL, Fig. 3)")
                .doesNotContain("Fig. 5");
    }

    private static Double[] flat(int versions, double accuracy) {
        Double[] all = new Double[versions];
        Arrays.fill(all, accuracy);
        return all;
    }

    @Test
    void a_longer_run_gives_points_of_shorter_ones_unless_noise_is_divided_among_versions() throws IOException {
        RunResult shortRun = run("short")
                .noise("gaussian", "calibrated", 1, 1.0)
                .accuracies(0.5, 0.5)
                .result();
        RunResult longRun = run("long")
                .noise("gaussian", "calibrated", 1, 1.0)
                .accuracies(0.1, 0.1, 0.1)
                .result();
        GridPoint calibrated = GridPoint.of(List.of(shortRun, longRun)).get(0);
        assertThat(calibrated.accuracyAt(2).orElseThrow().mean()).isEqualTo(0.5);
        assertThat(calibrated.accuracyAt(3).orElseThrow().mean()).isEqualTo(0.1);
        assertThat(calibrated.rounds(2)).isEqualTo("2");
        GridPoint alone = GridPoint.of(List.of(longRun)).get(0);
        assertThat(alone.accuracyAt(2).orElseThrow().mean()).isEqualTo(0.1);
        assertThat(alone.rounds(2)).isEqualTo("2 of 3");
        GridPoint plain = GridPoint.of(List.of(
                        run("s").accuracies(0.5, 0.5).result(),
                        run("l").accuracies(0.1, 0.25, 0.1).result()))
                .get(0);
        assertThat(plain.accuracyAt(2).orElseThrow().mean()).isEqualTo(0.375);
        assertThat(plain.rounds(2)).isEqualTo("2");
    }

    @Test
    void a_run_that_stopped_early_gives_no_point_beyond_its_end() {
        GridPoint point = GridPoint.of(List.of(run("s").versions(4)
                        .accuracies(0.5, 0.6)
                        .stopped("QUORUM")
                        .result()))
                .get(0);
        assertThat(point.accuracyAt(4)).isEmpty();
        assertThat(point.bestWithin(4)).isEmpty();
        assertThat(point.accuracyAt(2)).isPresent();
    }

    @Test
    void one_seed_alone_has_neither_deviation_nor_band() throws IOException {
        String html = report(
                List.of(),
                run("a").noise("laplace", "as-published", 30, null)
                        .accuracies(0.2, 0.5)
                        .result());
        assertThat(rows(html, "Accuracy, noise as published", "IID").get(0)).contains("50.00 %");
        assertThat(rows(html, "Privacy, noise as published", "IID").get(0)).contains("∞");
        assertThat(html).contains("\"style\":\"line\"").doesNotContain("\"style\":\"low\"");
    }

    @Test
    void rounds_to_accuracy_stand_beside_what_was_published() throws IOException {
        List<Published> published = List.of(
                new Published(Map.of("model", "2nn"), 87, 0.97, 0.97, null, "McMahan et al. 2017, table 1"),
                new Published(Map.of("model", "other"), 1, 0.97, 0.97, null, "another model"));
        String html = report(
                published,
                run("a").model("2nn").accuracies(0.9, 0.97, 0.98).result(),
                run("b").model("2nn").seed(2).accuracies(0.9, 0.95, 0.97).result());
        assertThat(rows(html, "Rounds to a test accuracy", "mnist 2nn"))
                .containsExactly(
                        List.of("mnist 2nn", "97 %", "2.5 [2–3]", "2 of 2", "87 [McMahan et al. 2017, table 1]"),
                        List.of("mnist 2nn", "99 %", "not within 3", "0 of 2", "–"));
    }

    @Test
    void federated_training_is_measured_against_one_place() throws IOException {
        String html = report(
                List.of(),
                // Ten of a hundred: ten versions are a pass over all rows, as one is in one place.
                run("fed").accuracies(flat(20, 0.97)).result(),
                run("fed-15").accuracies(flat(15, 0.5)).result(),
                run("central").central().accuracies(0.6, 0.99, 0.7).result());
        assertThat(rows(html, "Against one place", "mnist small-cnn"))
                .containsExactly(List.of("mnist small-cnn", "20", "2.00", "97.00 %", "99.00 %", "2.00"));
    }

    @Test
    void one_place_that_was_not_measured_after_as_many_passes_is_compared_with_nobody() throws IOException {
        assertThat(report(
                        List.of(),
                        run("fed").accuracies(flat(5, 0.97)).result(),
                        run("central").central().accuracies(0.6).result()))
                .doesNotContain("Against one place");
    }

    @Test
    void each_difference_that_the_scenario_explains_is_a_paragraph_with_both_values() throws IOException {
        List<Published> published = List.of(
                new Published(
                        Map.of("mechanism", "laplace"), 2, 0.8, 0.8, null, "LL-BCFL, Fig. 3", "They clip <each> row."),
                new Published(Map.of("mechanism", "laplace"), 1, 0.8, 0.8, null, "LL-BCFL, Fig. 9"),
                new Published(Map.of("mechanism", "gaussian"), 2, 0.7, 0.7, null, "LL-BCFL, Fig. 4", "Nobody ran it."));
        String html = report(
                published,
                run("laplace")
                        .noise("laplace", "as-published", 30, 5.0)
                        .accuracies(0.5, 0.75)
                        .result());

        assertThat(html)
                .contains("<p>LL-BCFL, Fig. 3, 2 rounds. Published: 80.0 %. Ours, IID, Laplace, 2 rounds: 75.00 %."
                        + " They clip &lt;each&gt; row.</p>")
                .doesNotContain("<p>LL-BCFL, Fig. 9")
                .doesNotContain("Nobody ran it.");
        assertThat(Files.readString(folder.resolve("summary.md")))
                .contains("Ours, IID, Laplace, 2 rounds: 75.00 %. They clip &lt;each&gt; row.");
    }
}
