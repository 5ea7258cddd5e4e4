package org.fedfabric.experiments.report;

import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** The report's texts and tables as Markdown, to be kept with the source; charts are left to the page. */
final class MarkdownPage {
    private MarkdownPage() {}

    static String of(String title, List<Section> sections) {
        StringBuilder text = new StringBuilder("# ").append(escaped(title)).append("\n");
        for (Section section : sections) {
            // A section of charts alone has nothing to say here.
            if (section.blocks().stream().anyMatch(b -> !(b instanceof Panels))) {
                text.append("\n## ").append(escaped(section.title())).append("\n");
                section.blocks().forEach(block -> append(block, text));
            }
        }
        return text.toString();
    }

    private static void append(Block block, StringBuilder text) {
        if (block instanceof Paragraph paragraph) {
            text.append('\n').append(escaped(paragraph.text())).append('\n');
        } else if (block instanceof Table table) {
            text.append("\n### ").append(escaped(table.caption())).append("\n\n");
            line(table.columns(), text);
            line(Collections.nCopies(table.columns().size(), "---"), text);
            table.rows().forEach(row -> line(row.stream().map(Table.Cell::text).toList(), text));
            text.append('\n').append(escaped(table.definition())).append('\n');
        }
    }

    private static void line(List<String> cells, StringBuilder text) {
        text.append(cells.stream().map(MarkdownPage::escaped).collect(Collectors.joining(" | ", "| ", " |\n")));
    }

    /** Text that Markdown shows as it is. */
    static String escaped(String text) {
        return text.replace("\\", "\\\\")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replaceAll("([|`*_\\[\\]])", "\\\\$1")
                .replaceAll("\\R", " ");
    }
}
