package org.fedfabric.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.fedfabric.experiments.report.RunFixture.run;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.fedfabric.experiments.result.RunFailure;
import org.fedfabric.experiments.result.RunResult;
import org.fedfabric.experiments.result.Session;
import org.junit.jupiter.api.Test;

class ExperimentReportTest extends ReportFixture {
    @Test
    void refuses_a_folder_without_an_experiment() {
        assertThatThrownBy(() -> ExperimentReport.write(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("experiment.json")
                .hasMessageContaining(folder.toString());
    }

    @Test
    void says_that_an_experiment_without_any_result_is_incomplete() throws IOException {
        outline(List.of("a", "b"), List.of());
        String html = write();
        assertThat(html).contains("of 2 runs 0 are done, 0 failed and 2 are missing");
        assertThat(html).doesNotContain("id=\"attacks\"").doesNotContain("id=\"noise-tables\"");
    }

    @Test
    void counts_failed_damaged_and_missing_runs_and_reports_the_others() throws IOException {
        RunResult done = run("done").accuracies(0.5, 0.75).result();
        outline(List.of("done", "failed", "damaged", "missing"), List.of());
        files().writeResult(done);
        files().writeFailure(new RunFailure(run("failed").result().settings(), "no space <left>", "2026-01-01"));
        Files.createDirectories(files().run("damaged"));
        Files.writeString(files().run("damaged").resolve("result.json"), "{\"settings\":");
        String html = write();
        assertThat(html)
                .contains("of 4 runs 1 are done, 2 failed and 1 are missing")
                .contains("failed: no space &lt;left&gt;")
                .contains("<th scope=\"row\">missing</th><td class=\"text\">missing</td>");
        assertThat(row(html, "done")).contains("COMPLETED", "2/2", "75.00 %");
        assertThat(row(html, "damaged")).anyMatch(cell -> cell.startsWith("failed: ") && cell.contains("result.json"));
    }

    @Test
    void a_complete_experiment_does_not_say_that_it_is_incomplete() throws IOException {
        String html = report(List.of(), run("a").accuracies(0.5).result());
        assertThat(html).doesNotContain("incomplete").contains("1 done of 1, 0 failed, 0 missing");
    }

    @Test
    void says_what_the_runs_took_and_the_sessions_where_they_said_so() throws IOException {
        RunResult first = run("a").accuracies(0.5).result();
        RunResult second = run("b").seed(2).accuracies(0.5).result();
        assertThat(report(List.of(), first, second)).contains(">2.0 min</td>");

        files().writeSessions(List.of(
                new Session("2026-01-01T00:00:00Z", 100, 1), new Session("2026-01-02T00:00:00Z", 50, 1)));

        assertThat(write()).contains("2.0 min; 2.5 min of wall time in 2 sessions");
    }

    @Test
    void text_from_files_never_becomes_markup_or_script() throws IOException {
        String evil = "</script><img src=x onerror=alert(1)>'\"|`/*DATA*/ /*CHARTS*/";
        String html = report(
                List.of(),
                run("a").code(evil)
                        .axis("note", evil)
                        .accuracies(0.5)
                        .stopped(evil)
                        .result(),
                run("b").code("other").axis("note", "plain").accuracies(0.5).result());
        assertThat(html).doesNotContain("<img").contains("&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;");
        assertThat(Pattern.compile("</script>").matcher(html).results().count()).isEqualTo(2);
        assertThat(Files.readString(folder.resolve("summary.md")))
                .doesNotContain("<img")
                .contains("\\|\\`");
    }

    @Test
    void the_page_loads_nothing_and_keeps_a_table_behind_every_chart() throws IOException {
        String html = report(List.of(), run("a").accuracies(0.5, 0.6).result());
        assertThat(html)
                .contains("default-src 'none'")
                .doesNotContain("src=\"http")
                .doesNotContain("<link")
                .contains("Chart.js v4");
        for (String figure : html.split("<figure>")) {
            if (figure.contains("<canvas")) {
                assertThat(figure)
                        .contains("<details><summary>Values</summary>")
                        .contains("aria-label");
            }
        }
        assertThat(html).contains("<canvas");
    }

    @Test
    void the_summary_has_the_tables_of_the_page() throws IOException {
        report(
                List.of(),
                run("a").noise("laplace", "as-published", 30, 5.0)
                        .accuracies(0.2, 0.5)
                        .result());
        String markdown = Files.readString(folder.resolve("summary.md"));
        assertThat(markdown)
                .startsWith("# A title &amp; more\n")
                .contains("| IID | Laplace | 30 | 2 | 1 | 50.00 % |")
                .contains("### Accuracy, noise as published");
    }

    @Test
    void numbers_are_the_same_in_every_country() throws IOException {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            assertThat(report(List.of(), run("a").accuracies(0.5).result()))
                    .contains("50.00 %")
                    .doesNotContain("50,00");
        } finally {
            Locale.setDefault(before);
        }
    }
}
