package org.fedfabric.trainer.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
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
    @ValueSource(strings = {"", "?", "-", "NA", "N/A", "NaN", "nan", "null", "None", "#N/A", "."})
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
        assertThatThrownBy(() -> rows(headless, STRICT)).hasMessageContainingAll("line 1", "The file has no header");
        Path other = write("id,kind,outcome\n1,a,ok\n");
        assertThatThrownBy(() -> rows(other, STRICT))
                .hasMessageContainingAll("must have a column \"torque\"", "[id, kind, outcome]");
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
    void refuses_what_is_no_text_saying_what_it_is() throws IOException {
        Path file = folder.resolve("table.csv");
        Files.write(file, "PAR1 and more".getBytes(StandardCharsets.US_ASCII));
        assertThatThrownBy(() -> rows(file, STRICT)).hasMessageContainingAll("a Parquet file", "as CSV");
        Files.write(file, new byte[] {'P', 'K', 3, 4, 0, 0});
        assertThatThrownBy(() -> rows(file, STRICT)).hasMessageContaining("Excel workbook");
        Files.write(file, "[{\"a\": 1}]".getBytes(StandardCharsets.US_ASCII));
        assertThatThrownBy(() -> rows(file, STRICT)).hasMessageContaining("JSON");
        Files.write(file, new byte[] {'a', ',', 'b', 0, 7});
        assertThatThrownBy(() -> rows(file, STRICT)).hasMessageContaining("offset 3: must be text");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "windows-1252", "UTF-16LE", "UTF-16BE"})
    void reads_the_usual_encodings(String charset) throws IOException {
        Path file = folder.resolve("table.csv");
        String mark = charset.startsWith("UTF-16") ? "\ufeff" : "";
        String text = mark + "kind,torque,outcome\nschön,1,ok\nGröße,2,bad\n";
        Files.write(file, text.getBytes(Charset.forName(charset)));
        CsvTable table = CsvTable.open(file);
        List<String> kinds = new ArrayList<>();
        table.forEachRow((line, cells) -> kinds.add(cells[0]));
        assertThat(kinds).containsExactly("schön", "Größe");
        assertThat(table.text().encoding())
                .startsWith(charset.equals("windows-1252") ? "Windows-1252 (it is not" : charset);
    }

    @ParameterizedTest
    @ValueSource(strings = {",", ";", "\t", "|", "  "})
    void tells_the_separator(String separator) throws IOException {
        String text = String.join(separator, "id", "kind", "torque", "outcome") + "\n"
                + String.join(separator, "1", "a", "40.5", "ok") + "\n"
                + String.join(separator, "2", "b", "41", "bad") + "\n";
        RawRows rows = rows(write(text), STRICT);
        assertThat(((RawColumn.Numbers) rows.columns().get(1)).values()).containsExactly(40.5, 41);
    }

    @Test
    void reads_decimal_commas_where_no_comma_separates() throws IOException {
        RawRows rows = rows(write("kind;torque;outcome\na;40,5;ok\nb;-1,25e1;bad\n"), STRICT);
        assertThat(((RawColumn.Numbers) rows.columns().get(1)).values()).containsExactly(40.5, -12.5);
    }

    @Test
    void tells_whether_there_is_a_header() throws IOException {
        assertThat(CsvTable.open(write("5.1,3.5,setosa\n4.9,3.0,setosa\n6,3,virginica\n"))
                        .header())
                .containsExactly("column 1", "column 2", "column 3");
        assertThat(CsvTable.open(write("3,F,a text,3\n4,F,another,2\n"))
                        .dialect()
                        .header())
                .isFalse();
        assertThat(CsvTable.open(write("x,s,b\nx,y,b\nb,s,x\n")).dialect().header())
                .isFalse();
        assertThat(CsvTable.open(write("size,kind\n1,a\n2,b\n")).dialect().header())
                .isTrue();
        assertThat(CsvTable.open(write("size,kind\n1,a\n2,b\n"), false).header())
                .containsExactly("column 1", "column 2");
    }

    @Test
    void takes_row_names_that_the_header_does_not_name() throws IOException {
        CsvTable table = CsvTable.open(write("mpg cyl\n\"Mazda\" 21.0 6\n\"Datsun\" 22.8 4\n"));
        assertThat(table.header()).containsExactly("row name", "mpg", "cyl");
    }

    @Test
    void reads_gzip_as_it_reads_text() throws IOException {
        Path file = folder.resolve("table.csv.gz");
        try (GZIPOutputStream gzip = new GZIPOutputStream(Files.newOutputStream(file))) {
            gzip.write((HEADER + "1,a,40,ok\n2,b,41,bad\n").getBytes(StandardCharsets.UTF_8));
        }
        assertThat(rows(file, STRICT).labels()).containsExactly(0, 1);
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 9));
        assertThatThrownBy(() -> rows(file, STRICT)).hasMessageContaining("it breaks off");
    }

    @Test
    void one_spelling_of_a_number_is_as_good_as_another_in_categories_and_classes() throws IOException {
        DataSchema schema = new DataSchema(
                1,
                List.of(new Column.Category("code", List.of("3", "6"), Column.Missing.REFUSE)),
                "y",
                List.of("0", "1"),
                List.of(1L, 1L));
        RawRows rows = rows(write("code,y\n3.0,0.0\n6,1\n+3,1.00\n"), schema);
        assertThat(((RawColumn.Codes) rows.columns().get(0)).values()).containsExactly(0, 1, 0);
        assertThat(rows.labels()).containsExactly(0, 1, 1);
    }

    @Test
    void reads_other_words_spans_dates_and_texts_as_the_schema_says() throws IOException {
        DataSchema schema = new DataSchema(
                1,
                List.of(
                        new Column.Category("town", List.of("Bonn", "*"), Column.Missing.INDICATED),
                        new Column.Numeric("day", 0, 1_000_000, Column.Missing.REFUSE),
                        new Column.Category("day (weekday)", Moments.Part.WEEKDAY.words(), Column.Missing.REFUSE),
                        new Column.Words("note", 16)),
                "size",
                List.of("up to 10", "10 to 50", "above 50"),
                List.of(1L, 1L, 1L));
        RawRows rows = rows(
                write("town,day,note,size\nBonn,1970-01-02,To be,10\nKiel,02.01.1970 12:00,,10.5\n?,1970/01/05,x,51\n"),
                schema);
        assertThat(((RawColumn.Codes) rows.columns().get(0)).values()).containsExactly(0, 1, -1);
        assertThat(((RawColumn.Numbers) rows.columns().get(1)).values()).containsExactly(1, 1.5, 4);
        assertThat(((RawColumn.Codes) rows.columns().get(2)).values()).containsExactly(4, 4, 0);
        byte[] buckets = ((RawColumn.Bytes) rows.columns().get(3)).values();
        assertThat(buckets[TextWords.bucket("to", 16)]).isOne();
        assertThat(Arrays.copyOfRange(buckets, 16, 32)).containsOnly(0);
        assertThat(rows.labels()).containsExactly(0, 1, 2);
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
        return TableRows.read(List.of(CsvTable.open(file)), schema, TableRows.Unlabelled.REFUSED)
                .rows();
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
