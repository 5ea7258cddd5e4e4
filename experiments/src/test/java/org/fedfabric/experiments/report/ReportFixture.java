package org.fedfabric.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.fedfabric.experiments.result.ExperimentFolder;
import org.fedfabric.experiments.result.ExperimentOutline;
import org.fedfabric.experiments.result.Published;
import org.fedfabric.experiments.result.RunResult;
import org.junit.jupiter.api.io.TempDir;

/** A folder to write an experiment into, and the cells of the report on it. */
abstract class ReportFixture {
    @TempDir
    Path folder;

    final ExperimentFolder files() {
        return ExperimentFolder.at(folder);
    }

    final void outline(List<String> runs, List<Published> published) throws IOException {
        files().writeOutline(new ExperimentOutline("name", "A title & more", "", false, "scenario", runs, published));
    }

    final String report(List<Published> published, RunResult... results) throws IOException {
        outline(Stream.of(results).map(r -> r.settings().id()).toList(), published);
        for (RunResult result : results) {
            files().writeResult(result);
        }
        return write();
    }

    final String write() throws IOException {
        Path page = ExperimentReport.write(folder);
        assertThat(page).isEqualTo(folder.resolve("report.html"));
        return Files.readString(page);
    }

    static List<String> row(String html, String heading) {
        return rows(html, "Runs", heading).get(0);
    }

    /** The cells of the rows with this heading in the table with this caption. */
    static List<List<String>> rows(String html, String caption, String heading) {
        String start = "<caption>" + HtmlPage.escaped(caption) + "</caption>";
        assertThat(html).contains(start);
        String table = html.substring(html.indexOf(start), html.indexOf("</table>", html.indexOf(start)));
        List<List<String>> rows = new ArrayList<>();
        for (String row : table.split("<tr>")) {
            List<String> cells = Arrays.stream(row.split("</t[hd]>"))
                    .filter(cell -> cell.contains("<t"))
                    .map(cell -> cell.substring(cell.indexOf('>', cell.indexOf("<t")) + 1))
                    .toList();
            if (row.contains("scope=\"row\"") && cells.get(0).equals(heading)) {
                rows.add(cells);
            }
        }
        return rows;
    }
}
