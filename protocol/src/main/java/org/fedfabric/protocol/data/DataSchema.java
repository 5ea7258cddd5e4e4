package org.fedfabric.protocol.data;

import java.util.LinkedHashSet;
import java.util.List;
import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.model.Shape;

/**
 * What a row is, agreed per task and applied by trainers and validators alike: input columns in order, the label's
 * classes, and how much each class weighs in losses and scores.
 *
 * @param schema version of this record's form, 1
 * @param columns input columns; pixels only alone
 * @param label name of the label column
 * @param classes the label's values in order: class 0 first. With two classes, class 1 is the positive one
 * @param classWeightsMicros weight of each class in losses and scores, in millionths, at least 1
 */
public record DataSchema(
        int schema, List<Column> columns, String label, List<String> classes, List<Long> classWeightsMicros) {
    /** The form this version reads and writes. */
    public static final int SCHEMA = 1;

    /** Checks that the parts fit one another. */
    public DataSchema {
        Checks.inRange(schema, SCHEMA, SCHEMA, "schema of a data schema");
        columns = Checks.list(columns, 16_384, "columns");
        Checks.require(!columns.isEmpty(), "A data schema needs at least one column", columns);
        Checks.require(
                columns.size() == 1 || columns.stream().noneMatch(c -> c instanceof Column.Pixels),
                "A column of pixels must be the only one",
                columns);
        Checks.present(label, "label");
        classes = Checks.list(classes, 4_096, "classes");
        Checks.inRange(classes.size(), 2, 4_096, "number of classes");
        Checks.require(new LinkedHashSet<>(classes).size() == classes.size(), "Classes must differ", classes);
        classWeightsMicros = Checks.list(classWeightsMicros, classes.size(), "classWeightsMicros");
        Checks.require(
                classWeightsMicros.size() == classes.size(), "Each class must have a weight", classWeightsMicros);
        classWeightsMicros.forEach(w -> Checks.inRange(w, 1, 1_000_000_000L, "a class weight in millionths"));
    }

    /** Features of one row. */
    public int featureCount() {
        return columns.stream().mapToInt(Column::width).sum();
    }

    /** The shape a network sees: height × width × channels of pixels, else a flat row. */
    public Shape shape() {
        return columns.get(0) instanceof Column.Pixels p
                ? new Shape(p.height(), p.columns(), p.channels())
                : Shape.flat(featureCount());
    }
}
