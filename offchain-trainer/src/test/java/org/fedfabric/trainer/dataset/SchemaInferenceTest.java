package org.fedfabric.trainer.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.function.IntFunction;
import org.fedfabric.protocol.data.Column;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaInferenceTest {
    @TempDir
    Path folder;

    @Test
    void refuses_a_label_with_one_value_or_that_is_a_measure() throws IOException {
        Path one = write("x,y\n1,a\n2,a\n");
        assertThatThrownBy(() -> infer(one, "y"))
                .hasMessageContaining("2 to 256 different values. Provided value: [a]");
        Path measure = table(300, "x,kind,price", i -> i + "," + i % 3 + "," + i * 1.5);
        assertThatThrownBy(() -> infer(measure, null))
                .hasMessageContainingAll("looks like a measure", "300 different numbers", "--bins", "\"kind\" (3)");
    }

    @Test
    void cuts_a_measure_into_classes_on_request() throws IOException {
        Path file = table(300, "x,price", i -> i % 17 * 0.5 + "," + i);
        InferenceReport bins = inferAs(file, wishes(List.of(), 3)).report();
        assertThat(bins.label().classes()).containsExactly("up to 100", "100 to 200", "above 200");
        assertThat(bins.label().counts()).containsExactly(101L, 100L, 99L);
        assertThat(inferAs(file, wishes(List.of(99.0), 0)).report().label().counts())
                .containsExactly(100L, 200L);
        assertThatThrownBy(() -> inferAs(file, wishes(List.of(-5.0), 0)))
                .hasMessageContaining("every class must have rows");
    }

    @Test
    void leaves_rows_out_that_have_no_label_or_a_class_of_a_handful() throws IOException {
        Path file =
                table(100, "x,y", i -> i % 7 * 3.1 + "," + (i == 5 ? "" : i == 6 ? "rare" : i % 2 == 0 ? "a" : "b"));
        SchemaInference inferred = infer(file, "y");
        assertThat(inferred.rows().rows()).isEqualTo(98);
        assertThat(inferred.report().label().withoutLabel()).isOne();
        assertThat(inferred.report().label().rareClasses()).containsExactly("rare");
    }

    @Test
    void refuses_a_column_that_is_not_there_and_a_file_without_a_usable_one() throws IOException {
        Path file = write("id,same,y\n1,s,a\n2,s,b\n3,s,b\n");
        TableWishes none = new TableWishes("y", Set.of("z"), Set.of(), List.of(), 0, null);
        assertThatThrownBy(() -> inferAs(file, none)).hasMessageContaining("column \"z\"");
        assertThatThrownBy(() -> infer(file, "y")).hasMessageContainingAll("counts the rows", "one value or none");
    }

    @Test
    void finds_types_categories_scales_and_gaps() throws IOException {
        SchemaInference inferred = infer(write("id,size,kind,y\n1,1,b,no\n2,,a,no\n3,3,b,no\n4,5,,yes\n"), "y");
        assertThat(inferred.rows().schema().columns())
                .containsExactly(
                        new Column.Numeric("size", 3_000_000, 1_632_993, Column.Missing.INDICATED),
                        new Column.Category("kind", List.of("a", "b"), Column.Missing.INDICATED));
        assertThat(inferred.rows().schema().classes()).containsExactly("no", "yes");
        assertThat(inferred.rows().schema().classWeightsMicros()).containsExactly(1_000_000L, 1_732_051L);
        assertThat(finding(inferred, "id").leftOut()).isEqualTo("it counts the rows");
        assertThat(finding(inferred, "size").missing()).isOne();
    }

    @Test
    void chooses_a_label_by_its_usual_name_else_the_last_column() throws IOException {
        assertThat(infer(table(50, "Class,x", i -> i % 3 + "," + i * 0.7), null)
                        .report()
                        .label()
                        .name())
                .isEqualTo("Class");
        assertThat(infer(table(50, "x,kind", i -> i * 0.7 + "," + i % 3), null)
                        .report()
                        .label()
                        .chosenBy())
                .isEqualTo("place");
    }

    @Test
    void leaves_out_identifiers_constants_and_columns_that_are_nearly_empty() throws IOException {
        Path file = table(
                200,
                "customer_id,name,code,same,empty,x,y",
                i -> (i * 7919 % 100_003) + ",n" + i + "," + (100_000 + i * 37 % 899) + ",1," + (i < 4 ? i : "") + ","
                        + i % 13 * 0.5 + "," + i % 2);
        SchemaInference inferred = infer(file, null);
        assertThat(inferred.rows().schema().columns()).extracting(Column::name).containsExactly("x");
        assertThat(finding(inferred, "customer_id").type()).isEqualTo("identifier");
        assertThat(finding(inferred, "name").type()).isEqualTo("identifier");
        assertThat(finding(inferred, "code").type()).isEqualTo("identifier");
        assertThat(finding(inferred, "same").type()).isEqualTo("constant");
        assertThat(finding(inferred, "empty").leftOut()).contains("98 %");
    }

    @Test
    void reads_few_whole_numbers_as_codes_and_great_ranges_on_a_logarithmic_scale() throws IOException {
        Random random = new Random(1);
        Path file = table(
                400,
                "code,flag,money,zip,y",
                i -> i % 5 + "," + i % 2 + "," + Math.exp(3 * random.nextGaussian()) + ",0" + (1_000 + i % 20) + ","
                        + (i / 3) % 2);
        SchemaInference inferred = infer(file, "y");
        List<Column> columns = inferred.rows().schema().columns();
        assertThat(columns.get(0)).isInstanceOf(Column.Category.class);
        assertThat(columns.get(1)).isInstanceOf(Column.Numeric.class);
        assertThat(columns.get(2)).isInstanceOf(Column.Logarithmic.class);
        assertThat(((Column.Category) columns.get(3)).values()).hasSize(20).contains("01000");
    }

    @Test
    void names_only_frequent_values_of_a_category_of_many() throws IOException {
        Path file = table(2_000, "town,y", i -> (i % 2 == 0 ? "big" + i / 2 % 4 : "small" + i % 333) + "," + i / 7 % 2);
        Column.Category town =
                (Column.Category) infer(file, "y").rows().schema().columns().get(0);
        assertThat(town.values()).containsExactly("big0", "big1", "big2", "big3", Column.Category.OTHER);
    }

    @Test
    void takes_dates_apart_and_leaves_out_ambiguous_ones() throws IOException {
        Path file = table(
                300,
                "when,day,y",
                i -> String.format(
                                Locale.ROOT,
                                "2024-%02d-%02d %02d:30,%d/%d/2024,",
                                1 + i % 12,
                                1 + i % 28,
                                i % 24,
                                1 + i % 12,
                                1 + i % 28)
                        + i % 2);
        SchemaInference inferred = infer(file, "y");
        assertThat(inferred.rows().schema().columns())
                .extracting(Column::name)
                .containsExactly("when", "when (month)", "when (weekday)", "when (hour)");
        assertThat(finding(inferred, "day").leftOut()).contains("day and month cannot be told apart");
    }

    @Test
    void takes_prose_as_its_words() throws IOException {
        Path file = table(300, "text,y", i -> "the quick brown fox number " + i + " jumps," + i % 2);
        assertThat(infer(file, "y").rows().schema().columns()).containsExactly(new Column.Words("text", 256));
    }

    @Test
    void leaves_out_columns_that_give_the_label_away_with_the_figure_unless_kept() throws IOException {
        Random random = new Random(2);
        Path file = table(1_000, "x,again,mode,y", i -> {
            boolean fails = i % 20 == 0;
            return random.nextGaussian() + "," + (fails ? "bad" : "good") + "," + (fails && i % 40 == 0 ? 1 : 0) + ","
                    + (fails ? 1 : 0);
        });
        SchemaInference inferred = infer(file, "y");
        assertThat(inferred.rows().schema().columns()).extracting(Column::name).containsExactly("x");
        assertThat(finding(inferred, "again").leftOut()).contains("gives the label away", "100.0 %");
        assertThat(finding(inferred, "mode").leftOut()).contains("25 of its 25 rows", "5.0 % of all rows");
        TableWishes keep = new TableWishes("y", Set.of(), Set.of("mode"), List.of(), 0, null);
        assertThat(inferAs(file, keep).rows().schema().columns())
                .extracting(Column::name)
                .containsExactly("x", "mode");
    }

    @Test
    void finds_the_generators_columns_without_being_told_what_gives_the_label_away() {
        Path file = folder.resolve("machines.csv");
        MachineFailures.generate(10_000, 1).writeCsv(file);
        assertThat(infer(file, "Machine failure").rows().schema().columns())
                .extracting(Column::name)
                .isEqualTo(DataSchemas.machineFailures().columns().stream()
                        .map(Column::name)
                        .toList());
    }

    @Test
    void refuses_files_of_different_columns_and_takes_those_in_another_order() throws IOException {
        Path first = write("x,y\n1,a\n2,b\n3,a\n");
        Path second = folder.resolve("second.csv");
        Files.writeString(second, "y,x\nb,9\na,8\nb,7.5\n");
        List<CsvTable> tables = List.of(CsvTable.open(first), CsvTable.open(second));
        SchemaInference inferred = SchemaInference.of(tables, TableWishes.label("y"));
        assertThat(inferred.rows().labels()).containsExactly(0, 1, 0, 1, 0, 1);
        assertThat(inferred.tableOfRow()).containsExactly(0, 0, 0, 1, 1, 1);
        Files.writeString(second, "y,z\nb,9\n");
        List<CsvTable> others = List.of(CsvTable.open(first), CsvTable.open(second));
        assertThatThrownBy(() -> SchemaInference.of(others, TableWishes.label("y")))
                .hasMessageContaining("it lacks [x] and has [z] more");
    }

    private static ColumnFinding finding(SchemaInference inferred, String name) {
        return inferred.report().columns().stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static TableWishes wishes(List<Double> cuts, int bins) {
        return new TableWishes("price", Set.of(), Set.of(), cuts, bins, null);
    }

    private static SchemaInference infer(Path file, String label) {
        return inferAs(file, TableWishes.label(label));
    }

    private static SchemaInference inferAs(Path file, TableWishes wishes) {
        return SchemaInference.of(List.of(CsvTable.open(file)), wishes);
    }

    private Path table(int rows, String header, IntFunction<String> row) throws IOException {
        StringBuilder text = new StringBuilder(header).append('\n');
        for (int i = 0; i < rows; i++) {
            text.append(row.apply(i)).append('\n');
        }
        return write(text.toString());
    }

    private Path write(String text) throws IOException {
        Path file = folder.resolve("table.csv");
        Files.writeString(file, text);
        return file;
    }
}
