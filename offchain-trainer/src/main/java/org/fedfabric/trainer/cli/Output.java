package org.fedfabric.trainer.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Prints what the ledger answers: a table for people, or with {@code --json} the answer itself. */
public final class Output {
    private static final Gson PRETTY =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    @Option(names = "--json", description = "Print JSON instead of a table.")
    boolean json;

    /** Whether JSON is asked for. */
    public boolean isJson() {
        return json;
    }

    /** Prints one object: its members line by line. */
    public void object(String answer) {
        JsonElement element = JsonParser.parseString(answer);
        if (json || !element.isJsonObject()) {
            System.out.println(PRETTY.toJson(element));
            return;
        }
        JsonObject object = element.getAsJsonObject();
        int width = object.keySet().stream().mapToInt(String::length).max().orElse(0);
        object.entrySet()
                .forEach(e -> System.out.println(
                        e.getKey() + " ".repeat(width - e.getKey().length() + 2) + text(e.getValue())));
    }

    /** Prints rows as a table of the named members, which may be paths such as {@code registration.lineage}. */
    void rows(JsonArray rows, String... columns) {
        if (json) {
            System.out.println(PRETTY.toJson(rows));
            return;
        }
        List<String[]> cells = new ArrayList<>();
        String[] head = new String[columns.length];
        for (int c = 0; c < columns.length; c++) {
            head[c] = columns[c].substring(columns[c].lastIndexOf('.') + 1);
        }
        cells.add(head);
        for (JsonElement row : rows) {
            String[] line = new String[columns.length];
            for (int c = 0; c < columns.length; c++) {
                line[c] = text(at(row.getAsJsonObject(), columns[c]));
            }
            cells.add(line);
        }
        print(cells);
    }

    /** JSON as people read it. */
    public static String pretty(JsonElement element) {
        return PRETTY.toJson(element);
    }

    /** Prints lines of cells in columns; the first line is the header. */
    static void print(List<String[]> cells) {
        int[] widths = new int[cells.get(0).length];
        for (String[] line : cells) {
            for (int c = 0; c < widths.length; c++) {
                widths[c] = Math.max(widths[c], line[c].length());
            }
        }
        for (String[] line : cells) {
            StringBuilder out = new StringBuilder();
            for (int c = 0; c < widths.length; c++) {
                out.append(line[c]).append(" ".repeat(widths[c] - line[c].length() + 2));
            }
            System.out.println(out.toString().stripTrailing());
        }
    }

    private static JsonElement at(JsonObject row, String path) {
        JsonElement element = row;
        for (String name : path.split("\\.")) {
            element = element == null || !element.isJsonObject()
                    ? null
                    : element.getAsJsonObject().get(name);
        }
        return element;
    }

    private static String text(JsonElement value) {
        if (value == null || value.isJsonNull()) {
            return "–";
        }
        return value.isJsonPrimitive() ? value.getAsString() : value.toString();
    }
}
