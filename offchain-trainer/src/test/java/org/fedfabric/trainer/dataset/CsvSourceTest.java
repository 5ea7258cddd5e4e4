package org.fedfabric.trainer.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.fedfabric.protocol.data.Column;
import org.fedfabric.protocol.data.DataSchema;
import org.fedfabric.protocol.data.RawColumn;
import org.fedfabric.protocol.data.RawRows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvSourceTest {
    private static final DataSchema STRICT = schema(Column.Missing.REFUSE);
    private static final DataSchema LENIENT = schema(Column.Missing.NEUTRAL);
    private static final String HEADER = "id,kind,torque,outcome\n";

    @TempDir
    Path folder;

    @Test
    void names_a_file_that_is_not_there() {
        Path file = folder.resolve("none.csv");
        assertThatThrownBy(() -> DataSource.csv(file, STRICT, 1).read())
                .isInstanceOf(DatasetException.class)
                .hasMessage("The CSV file must exist. Provided value: " + file + ". Check the path.");
    }

    @Test
    void says_where_text_stands_in_a_column_of_numbers_and_what_to_do() throws IOException {
        Path file = write(HEADER + "1,a,40.5,ok\n2,b,forty,bad\n");
        assertThatThrownBy(() -> rows(file, STRICT))
                .hasMessage(file + ", line 3, column \"torque\": must be a number. Provided value: \"forty\". "
                        + "Correct the cell or remove the row.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0x10", "1f", "12d", "Infinity", "1e999", "--1", "1.2.3", "1 000"})
    void takes_only_decimal_numbers(String cell) throws IOException {
        Path file = write(HEADER + "1,a," + cell + ",ok\n");
        assertThatThrownBy(() -> rows(file, LENIENT))
                .hasMessageContainingAll("line 2, column \"torque\"", "\"" + cell + "\"");
    }

    @Test
    void advises_on_decimal_commas() throws IOException {
        Path file = write(HEADER + "1,a,\"40,5\",ok\n");
        assertThatThrownBy(() -> rows(file, STRICT)).hasMessageContaining("Write a point, not a comma");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?", "NA", "NaN", "null"})
    void follows_the_schemas_rule_for_missing_values(String cell) throws IOException {
        Path file = write(HEADER + "1," + cell + "," + cell + ",ok\n");
        RawRows rows = rows(file, LENIENT);
        assertThat(((RawColumn.Codes) rows.columns().get(0)).values()).containsExactly(-1);
        assertThat(((RawColumn.Numbers) rows.columns().get(1)).values()).containsExactly(Double.NaN);
        assertThatThrownBy(() -> rows(file, STRICT)).hasMessageContainingAll("line 2", "Provided value: none");
    }

    @Test
    void refuses_an_unknown_word_and_an_unknown_class() throws IOException {
        Path word = write(HEADER + "1,c,40,ok\n");
        assertThatThrownBy(() -> rows(word, LENIENT))
                .hasMessageContainingAll("line 2, column \"kind\": must be one of [a, b]", "\"c\"");
        Path outcome = write(HEADER + "1,a,40,fine\n");
        assertThatThrownBy(() -> rows(outcome, LENIENT))
                .hasMessageContainingAll("column \"outcome\": the class must be one of [ok, bad]", "\"fine\"");
        Path none = write(HEADER + "1,a,40,\n");
        assertThatThrownBy(() -> rows(none, LENIENT)).hasMessageContaining("Provided value: none");
    }

    @Test
    void refuses_a_header_that_is_missing_or_lacks_a_column() throws IOException {
        Path headless = write("1,2,40.5,0\n2,3,41,1\n");
        assertThatThrownBy(() -> rows(headless, STRICT)).hasMessageContainingAll("line 1", "is the header missing?");
        Path other = write("id,kind,outcome\n1,a,ok\n");
        assertThatThrownBy(() -> rows(other, STRICT))
                .hasMessageContainingAll("must have a column \"torque\"", "[id, kind, outcome]");
        Path semicolons = write("id;kind;torque;outcome\n1;a;40;ok\n");
        assertThatThrownBy(() -> rows(semicolons, STRICT)).hasMessageContaining("with commas between");
        Path empty = write("");
        assertThatThrownBy(() -> rows(empty, STRICT)).hasMessageContaining("an empty file");
    }

    @Test
    void refuses_duplicate_columns() throws IOException {
        Path file = write("kind,torque,kind,outcome\na,1,a,ok\n");
        assertThatThrownBy(() -> rows(file, STRICT)).hasMessageContaining("Provided value: \"kind\" more than once");
    }

    @Test
    void refuses_rows_of_another_width_with_the_right_line() throws IOException {
        Path file = write(HEADER + "1,\"a\",40,ok\n\n3,a,40\n");
        assertThatThrownBy(() -> rows(file, STRICT)).hasMessageContainingAll("line 4: must have 4 cells", "3 cells");
    }

    @Test
    void refuses_text_that_is_not_utf8() throws IOException {
        Path file = folder.resolve("latin.csv");
        Files.write(file, (HEADER + "1,ä,40,ok\n").getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> rows(file, STRICT)).hasMessageContaining("must be text in UTF-8");
    }

    @Test
    void refuses_a_quote_that_never_closes() throws IOException {
        Path file = write(HEADER + "1,\"a,40,ok\n");
        assertThatThrownBy(() -> rows(file, STRICT))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("every quote is closed");
    }

    @Test
    void reads_quotes_byte_order_mark_crlf_blanks_and_blank_lines() throws IOException {
        Path file = write("\ufeffkind,torque,outcome\r\n\"a\", 4e1 ,ok\r\n\r\nb,-.5,\"bad\"\r\n");
        RawRows rows = rows(file, STRICT);
        assertThat(rows.labels()).containsExactly(0, 1);
        assertThat(((RawColumn.Codes) rows.columns().get(0)).values()).containsExactly(0, 1);
        assertThat(((RawColumn.Numbers) rows.columns().get(1)).values()).containsExactly(40, -0.5);
    }

    @Test
    void sets_a_stratified_fifth_aside() throws IOException {
        StringBuilder text = new StringBuilder(HEADER);
        for (int i = 0; i < 100; i++) {
            text.append(i).append(",a,").append(i).append(i % 10 == 0 ? ",bad\n" : ",ok\n");
        }
        Dataset dataset = DataSource.csv(write(text.toString()), STRICT, 3).read();
        assertThat(dataset.test().labels()).hasSize(20);
        assertThat(Arrays.stream(dataset.test().labels()).sum()).isEqualTo(2);
        assertThat(Arrays.stream(dataset.training().labels()).sum()).isEqualTo(8);
    }

    @Test
    void refuses_to_set_aside_from_a_handful_of_rows() throws IOException {
        Path file = write(HEADER + "1,a,40,ok\n");
        assertThatThrownBy(() -> DataSource.csv(file, STRICT, 1).read()).hasMessageContaining("at least 5 rows");
    }

    @Test
    void what_the_generator_writes_reads_back_as_it_was() throws IOException {
        Path file = folder.resolve("machines.csv");
        MachineFailures made = MachineFailures.generate(2_000, 11);
        made.writeCsv(file);
        RawRows read = rows(file, DataSchemas.machineFailures());
        assertThat(read.labels()).isEqualTo(made.rows().labels());
        for (int c = 1; c < 6; c++) {
            assertThat(((RawColumn.Numbers) read.columns().get(c)).values())
                    .isEqualTo(((RawColumn.Numbers) made.rows().columns().get(c)).values());
        }
        assertThat(Files.readAllLines(file).get(0)).endsWith("Machine failure,TWF,HDF,PWF,OSF,RNF");
    }

    private static RawRows rows(Path file, DataSchema schema) {
        return CsvSource.rows(CsvTable.read(file), schema);
    }

    private Path write(String text) throws IOException {
        Path file = folder.resolve("table.csv");
        Files.writeString(file, text);
        return file;
    }

    private static DataSchema schema(Column.Missing missing) {
        return new DataSchema(
                1,
                List.of(
                        new Column.Category("kind", List.of("a", "b"), missing),
                        new Column.Numeric("torque", 0, 1_000_000, missing)),
                "outcome",
                List.of("ok", "bad"),
                List.of(1_000_000L, 1_000_000L));
    }
}
