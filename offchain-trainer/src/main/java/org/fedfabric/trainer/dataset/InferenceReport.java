package org.fedfabric.trainer.dataset;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.data.Column;
import org.fedfabric.protocol.data.DataSchema;

/**
 * What was inferred from a table, for its owner's eyes: it says more about the rows than the schema does.
 *
 * @param files the files read
 * @param encoding how bytes were read as characters
 * @param separator what stands between cells, in words
 * @param header whether the first line named the columns
 * @param decimalComma whether decimal commas were read as points
 * @param rows rows with a class
 * @param label the label
 * @param columns every other column
 * @param schema what came of it
 */
public record InferenceReport(
        List<String> files,
        String encoding,
        String separator,
        boolean header,
        boolean decimalComma,
        long rows,
        LabelFinding label,
        List<ColumnFinding> columns,
        DataSchema schema) {
    private static final int WIDTH = 80;

    /** A few lines for the start of a job: what is read, what is predicted, what is left out and why. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(String.join(", ", files) + ": " + separator + (decimalComma ? ", decimal commas" : "") + ", "
                + encoding + ", " + (header ? "header" : "no header: columns are numbered from 1"));
        lines.add(String.format(
                Locale.ROOT,
                "predicts \"%s\"%s: %,d rows, %d classes; always answering \"%s\" would be right in %.1f %%",
                label.name(),
                label.chosenBy().equals("option")
                        ? ""
                        : " (chosen by its " + label.chosenBy() + "; else --label COLUMN)",
                rows,
                label.classes().size(),
                label.classes().get(mostFrequent()),
                100 * label.majority()));
        if (label.withoutLabel() > 0) {
            lines.add(label.withoutLabel() + " rows without a label are left out");
        }
        if (!label.rareClasses().isEmpty()) {
            lines.add("classes with fewer than 5 rows are left out: " + CsvTable.shortened(label.rareClasses()));
        }
        lines.add(used());
        lines.addAll(leftOut());
        columns.stream()
                .filter(c -> c.remark() != null && c.remark().contains("label"))
                .forEach(c -> lines.add("look at \"" + c.name() + "\": " + c.remark()));
        return lines.stream().flatMap(line -> wrapped(line).stream()).toList();
    }

    private int mostFrequent() {
        int best = 0;
        for (int c = 1; c < label.counts().size(); c++) {
            best = label.counts().get(c) > label.counts().get(best) ? c : best;
        }
        return best;
    }

    private String used() {
        Map<String, Integer> kinds = new LinkedHashMap<>();
        columns.stream().filter(c -> !c.used().isEmpty()).forEach(c -> kinds.merge(c.type(), 1, Integer::sum));
        List<String> parts = new ArrayList<>();
        kinds.forEach((kind, count) -> parts.add(count + " " + kind));
        long columnsUsed = columns.stream().filter(c -> !c.used().isEmpty()).count();
        return columnsUsed + " of " + columns.size() + " columns are used (" + String.join(", ", parts) + "), "
                + schema.featureCount() + " features";
    }

    /** Columns left out, one line for each reason. */
    private List<String> leftOut() {
        Map<String, List<String>> byReason = new LinkedHashMap<>();
        columns.stream()
                .filter(c -> c.leftOut() != null)
                .forEach(c -> byReason.computeIfAbsent(c.leftOut(), k -> new ArrayList<>())
                        .add(c.name()));
        List<String> lines = new ArrayList<>();
        byReason.forEach((reason, names) -> lines.add("left out " + CsvTable.shortened(names) + ": " + reason));
        return lines;
    }

    /** Breaks a line at blanks; what follows is indented. */
    static List<String> wrapped(String line) {
        List<String> lines = new ArrayList<>();
        String rest = line;
        while (rest.length() > WIDTH) {
            int at = rest.lastIndexOf(' ', WIDTH);
            if (at < WIDTH / 2) {
                break;
            }
            lines.add(rest.substring(0, at));
            rest = "    " + rest.substring(at + 1);
        }
        lines.add(rest);
        return lines;
    }

    /** The report as JSON; the schema in it is what {@code --schema} takes. */
    public JsonObject json() {
        Gson gson = new GsonBuilder().serializeNulls().create();
        JsonObject object = new JsonObject();
        object.add("files", gson.toJsonTree(files));
        object.addProperty("encoding", encoding);
        object.addProperty("separator", separator);
        object.addProperty("header", header);
        object.addProperty("decimalComma", decimalComma);
        object.addProperty("rows", rows);
        JsonObject labelled = gson.toJsonTree(label).getAsJsonObject();
        labelled.addProperty("majority", label.majority());
        object.add("label", labelled);
        JsonArray found = new JsonArray();
        for (ColumnFinding column : columns) {
            JsonObject one = new JsonObject();
            one.addProperty("name", column.name());
            one.addProperty("type", column.type());
            one.addProperty("missing", column.missing());
            one.addProperty("distinct", column.distinct());
            one.addProperty("distinctAtLeast", column.distinctAtLeast());
            one.addProperty("smallest", column.smallest());
            one.addProperty("largest", column.largest());
            one.addProperty("mean", column.mean());
            JsonArray encodings = new JsonArray();
            column.used().forEach(c -> encodings.add(encoding(c)));
            one.add("encodedAs", encodings);
            one.addProperty("leftOut", column.leftOut());
            one.addProperty("remark", column.remark());
            one.addProperty("tellsLabel", column.tellsLabel());
            found.add(one);
        }
        object.add("columns", found);
        object.add("schema", JsonParser.parseString(CanonicalJson.write(schema)));
        return object;
    }

    /** How a schema's column becomes features, in words. */
    static String encoding(Column column) {
        if (column instanceof Column.Numeric) {
            return "number" + indicator(column);
        }
        if (column instanceof Column.Logarithmic) {
            return "logarithm" + indicator(column);
        }
        if (column instanceof Column.Category category) {
            return category.values().size() + " indicators" + indicator(column);
        }
        return column.width() + (column instanceof Column.Words ? " hashed words" : " pixels");
    }

    private static String indicator(Column column) {
        boolean indicated = column instanceof Column.Scaled scaled
                ? scaled.missing() == Column.Missing.INDICATED
                : column instanceof Column.Category category && category.missing() == Column.Missing.INDICATED;
        return indicated ? " + missing" : "";
    }
}
