package org.fedfabric.experiments.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The report as one page that needs nothing else: text and tables are in its HTML, the script only draws the charts, whose
 * data and library stand in the page. A policy in its head forbids it to load anything.
 */
final class HtmlPage {
    // Gson's default escaping of <, > and & keeps data from ending the script element it stands in.
    private static final Gson GSON = new GsonBuilder().serializeNulls().create();
    private static final String CHART_BUNDLE = "/META-INF/resources/webjars/chart.js/4.5.1/dist/chart.umd.min.js";
    private static final Pattern PLACE = Pattern.compile("/\\*([A-Z]+)\\*/");

    private static final Pattern WORD = Pattern.compile("\\p{L}{4}");

    private final StringBuilder html = new StringBuilder();
    private final List<Chart> charts = new ArrayList<>();

    private HtmlPage() {}

    static String of(String title, List<Section> sections) {
        HtmlPage page = new HtmlPage();
        page.html.append("<nav aria-label=\"Sections\"><ul>");
        sections.forEach(s -> page.html
                .append("<li><a href=\"#")
                .append(escaped(s.id()))
                .append("\">")
                .append(escaped(s.title()))
                .append("</a></li>"));
        page.html.append("</ul></nav>\n");
        sections.forEach(page::section);
        return filled(
                resource("report.html"),
                Map.of(
                        "TITLE",
                        escaped(title),
                        "BODY",
                        page.html.toString(),
                        "CHARTS",
                        resource(CHART_BUNDLE),
                        "DATA",
                        "const charts = " + GSON.toJson(page.charts) + ";"));
    }

    /** Text as HTML shows it, in elements and in quoted attributes. */
    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    /** In one pass, so that nothing put in is searched for places again. */
    private static String filled(String template, Map<String, String> values) {
        return PLACE.matcher(template)
                .replaceAll(place -> Matcher.quoteReplacement(values.getOrDefault(place.group(1), place.group())));
    }

    private void section(Section section) {
        html.append("<section id=\"").append(escaped(section.id())).append("\">\n<h2>");
        html.append(escaped(section.title())).append("</h2>\n");
        for (Block block : section.blocks()) {
            if (block instanceof Paragraph paragraph) {
                html.append("<p>").append(escaped(paragraph.text())).append("</p>\n");
            } else if (block instanceof Table table) {
                table(table);
            } else if (block instanceof Panels panels) {
                panels(panels);
            }
        }
        html.append("</section>\n");
    }

    private void panels(Panels panels) {
        html.append("<figure>\n<figcaption>").append(escaped(panels.caption())).append("</figcaption>\n");
        html.append("<div class=\"panels\">\n");
        for (Chart chart : panels.charts()) {
            String label = escaped(panels.caption() + ": " + chart.title() + ". The values are in the table below.");
            html.append("<div><h3>").append(escaped(chart.title())).append("</h3><div class=\"plot\"");
            if (!chart.labels().isEmpty()) {
                int height = 90 + 26 * chart.labels().size();
                html.append(" style=\"height:").append(height).append("px\"");
            }
            html.append("><canvas role=\"img\" id=\"chart").append(charts.size());
            html.append("\" aria-label=\"").append(label).append("\"></canvas></div></div>\n");
            charts.add(chart);
        }
        html.append("</div>\n");
        table(panels.values());
        html.append("</figure>\n");
    }

    private void table(Table table) {
        if (table.folded()) {
            html.append("<details><summary>").append(escaped(table.caption())).append("</summary>\n");
        }
        html.append("<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"");
        html.append(escaped(table.caption())).append("\"><table><caption>");
        html.append(escaped(table.caption())).append("</caption>\n<thead><tr>");
        List<Boolean> words = IntStream.range(0, table.columns().size())
                .mapToObj(column -> words(table, column))
                .toList();
        for (int i = 0; i < words.size(); i++) {
            html.append(words.get(i) ? "<th scope=\"col\" class=\"text\">" : "<th scope=\"col\">");
            html.append(escaped(table.columns().get(i))).append("</th>");
        }
        html.append("</tr></thead>\n<tbody>\n");
        table.rows().forEach(row -> row(row, words));
        html.append("</tbody></table></div>\n<p class=\"definition\">");
        html.append(escaped(table.definition())).append("</p>\n");
        if (table.folded()) {
            html.append("</details>\n");
        }
    }

    /** Whether a column has words, which stand to the left, and not figures, which stand below one another. */
    private static boolean words(Table table, int column) {
        List<String> texts = table.rows().stream()
                .map(row -> row.get(column).text())
                .filter(text -> !text.equals(Numbers.NONE))
                .toList();
        return 2 * texts.stream().filter(text -> WORD.matcher(text).find()).count() > texts.size();
    }

    private void row(List<Table.Cell> cells, List<Boolean> words) {
        html.append("<tr>");
        for (int i = 0; i < cells.size(); i++) {
            Table.Cell cell = cells.get(i);
            html.append(i == 0 ? "<th scope=\"row\"" : "<td");
            String style = i > 0 && words.get(i) ? ("text " + cell.tone()).strip() : cell.tone();
            if (!style.isEmpty()) {
                html.append(" class=\"").append(escaped(style)).append('"');
            }
            if (cell.heat() > 0) {
                html.append(String.format(Locale.ROOT, " style=\"--heat:%.2f\"", cell.heat()));
            }
            html.append('>').append(escaped(cell.text())).append(i == 0 ? "</th>" : "</td>");
        }
        html.append("</tr>\n");
    }

    private static String resource(String name) {
        try (InputStream in = HtmlPage.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("The jar must contain " + name + "; build it again");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
