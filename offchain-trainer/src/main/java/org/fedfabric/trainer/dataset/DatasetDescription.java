package org.fedfabric.trainer.dataset;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSerializer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.fedfabric.protocol.data.Column;
import org.fedfabric.protocol.data.RawRows;

/**
 * What {@code dataset describe} shows of some rows. It depends on the data: for the owner's eyes, never for the ledger.
 *
 * @param rows how many
 * @param label name of the label
 * @param classes the classes
 * @param classCounts rows of each
 * @param columns figures of each input column
 * @param tellsLabel of each column, how much of what the most frequent class gets wrong it gets right alone, 0 to 1; NaN if
 *     that was not measured
 * @param images a few images as lines of blocks; none for tables
 */
public record DatasetDescription(
        int rows,
        String label,
        List<String> classes,
        List<Long> classCounts,
        List<ColumnStatistics> columns,
        List<Double> tellsLabel,
        List<String> images) {
    /** Looks at all rows. */
    public static DatasetDescription of(RawRows rows) {
        List<Long> counts = new ArrayList<>();
        int classes = rows.schema().classes().size();
        for (int[] members : Strata.rowsByClass(rows.labels(), classes)) {
            counts.add((long) members.length);
        }
        List<ColumnStatistics> columns = IntStream.range(0, rows.columns().size())
                .mapToObj(c -> ColumnStatistics.of(
                        rows.schema().columns().get(c), rows.columns().get(c)))
                .toList();
        List<Double> tells = IntStream.range(0, rows.columns().size())
                .mapToObj(c -> tells(rows, c))
                .toList();
        return new DatasetDescription(
                rows.rows(),
                rows.schema().label(),
                rows.schema().classes(),
                List.copyOf(counts),
                columns,
                tells,
                rows.schema().columns().get(0) instanceof Column.Pixels pixels
                        ? ImagePicture.draw(rows, pixels)
                        : List.of());
    }

    private static Double tells(RawRows rows, int index) {
        int words = rows.schema().columns().get(index) instanceof Column.Category category
                ? category.values().size()
                : 0;
        LabelTellers.Crossed crossed = rows.rows() == 0
                ? null
                : LabelTellers.cross(
                        rows.columns().get(index),
                        words,
                        rows.labels(),
                        rows.schema().classes().size());
        return crossed == null ? Double.NaN : crossed.tells();
    }

    /** The description as text for a terminal of 80 columns: bars for classes and categories, sparklines for numbers. */
    public String picture() {
        return new TerminalPicture().draw(this);
    }

    /** The description as JSON; figures that do not exist are null. */
    public JsonObject json() {
        JsonSerializer<Double> finite =
                (value, type, context) -> Double.isFinite(value) ? new JsonPrimitive(value) : JsonNull.INSTANCE;
        var gson = new GsonBuilder()
                .serializeNulls()
                .registerTypeAdapter(Double.class, finite)
                .registerTypeAdapter(double.class, finite)
                .create();
        JsonObject object = new JsonObject();
        object.addProperty("rows", rows);
        object.addProperty("label", label);
        object.add("classes", gson.toJsonTree(classes));
        object.add("classCounts", gson.toJsonTree(classCounts));
        JsonArray all = new JsonArray();
        for (int c = 0; c < columns.size(); c++) {
            JsonObject column = gson.toJsonTree(columns.get(c)).getAsJsonObject();
            column.add("tellsLabel", gson.toJsonTree(tellsLabel.get(c), Double.class));
            all.add(column);
        }
        object.add("columns", all);
        return object;
    }
}
