package org.fedfabric.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fedfabric.protocol.data.Column;
import org.fedfabric.protocol.data.DataSchema;
import org.fedfabric.protocol.model.Layer;
import org.fedfabric.protocol.model.ModelBlob;
import org.fedfabric.protocol.model.ModelSpec;
import org.fedfabric.protocol.model.Shape;
import org.fedfabric.trainer.dataset.SchemaFile;
import org.fedfabric.trainer.terms.ModelSpecFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prediction without a network: model, its network and the schema in files. */
class ModelPredictCommandTest {
    private static final DataSchema TABLE = new DataSchema(
            1,
            List.of(
                    new Column.Numeric("speed", 0, 1_000_000, Column.Missing.REFUSE),
                    new Column.Category("kind", List.of("a", "b"), Column.Missing.NEUTRAL)),
            "fails",
            List.of("no", "yes, soon"),
            List.of(1_000_000L, 1_000_000L));
    private static final ModelSpec SPEC = ModelSpec.of(Shape.flat(3), new Layer.Dense(2), new Layer.Softmax());

    /** Scores: no = 0, yes = 2·speed + 1 if kind is b. */
    private static final float[] PARAMETERS = {0, 2, 0, 0, 0, 1, 0, 0};

    @TempDir
    private Path folder;

    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final ByteArrayOutputStream complaints = new ByteArrayOutputStream();

    @BeforeEach
    void capture() throws Exception {
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(complaints, true, StandardCharsets.UTF_8));
        Files.write(folder.resolve("model"), ModelBlob.encode(SPEC, PARAMETERS));
        ModelSpecFile.write(folder.resolve("spec.json"), SPEC);
        SchemaFile.write(folder.resolve("schema.json"), TABLE);
    }

    @AfterEach
    void release() {
        System.setOut(out);
        System.setErr(err);
    }

    private int predict(String csv, String... more) throws Exception {
        Path input = Files.writeString(folder.resolve("rows.csv"), csv);
        List<String> arguments = new ArrayList<>(List.of(
                "model",
                "predict",
                folder.resolve("model").toString(),
                "--spec",
                folder.resolve("spec.json").toString(),
                "--schema",
                folder.resolve("schema.json").toString(),
                "--input",
                input.toString()));
        arguments.addAll(List.of(more));
        return Fedfabric.run(arguments.toArray(String[]::new));
    }

    private String complaint() {
        return complaints.toString(StandardCharsets.UTF_8);
    }

    @Test
    void prints_class_and_probabilities_of_rows_without_a_label() throws Exception {
        assertThat(predict("speed,kind\n0.5,b\n-1,a\n")).isZero();
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .isEqualTo("row,class,probability of no,\"probability of yes, soon\"\n"
                        + "1,\"yes, soon\",0.119203,0.880797\n"
                        + "2,no,0.880797,0.119203\n");
    }

    @Test
    void takes_columns_in_any_order_and_says_which_it_does_not_use() throws Exception {
        assertThat(predict("id,kind,fails,speed\n7,b,perhaps,0.5\n", "--json")).isZero();
        JsonArray rows =
                JsonParser.parseString(printed.toString(StandardCharsets.UTF_8)).getAsJsonArray();
        JsonObject row = rows.get(0).getAsJsonObject();
        assertThat(row.get("class").getAsString()).isEqualTo("yes, soon");
        assertThat(row.getAsJsonObject("probabilities").get("no").getAsDouble()).isBetween(0.1192, 0.1193);
        assertThat(complaint()).contains("not used").contains("id").doesNotContain("fails");
    }

    @Test
    void refuses_missing_columns_by_name_with_what_was_expected() throws Exception {
        assertThat(predict("speed,sort\n0.5,b\n")).isEqualTo(ExitCode.DATA);
        assertThat(complaint())
                .contains("[speed, kind]")
                .contains("missing are [kind]")
                .contains("[speed, sort]");
    }

    @Test
    void refuses_a_value_that_does_not_fit_with_its_line() throws Exception {
        assertThat(predict("speed,kind\n0.5,b\nfast,a\n")).isEqualTo(ExitCode.DATA);
        assertThat(complaint()).contains("line 3").contains("speed").contains("fast");
    }

    @Test
    void refuses_images_where_the_schema_is_of_a_table() throws Exception {
        byte[] images = ByteBuffer.allocate(16 + 4)
                .putInt(0x0803)
                .putInt(1)
                .putInt(2)
                .putInt(2)
                .array();
        Files.write(folder.resolve("images"), images);
        assertThat(Fedfabric.run(
                        "model",
                        "predict",
                        folder.resolve("model").toString(),
                        "--spec",
                        folder.resolve("spec.json").toString(),
                        "--schema",
                        folder.resolve("schema.json").toString(),
                        "--input",
                        folder.resolve("images").toString()))
                .isEqualTo(ExitCode.DATA);
        assertThat(complaint()).contains("IDX images need a schema with one column of pixels");
    }

    @Test
    void predicts_idx_images() throws Exception {
        DataSchema images = new DataSchema(
                1,
                List.of(new Column.Pixels("image", 1, 3, 1, 0, 1_000_000)),
                "digit",
                List.of("0", "1"),
                List.of(1_000_000L, 1_000_000L));
        SchemaFile.write(folder.resolve("schema.json"), images);
        Path file = folder.resolve("images");
        Files.write(
                file,
                ByteBuffer.allocate(16 + 6)
                        .putInt(0x0803)
                        .putInt(2)
                        .putInt(1)
                        .putInt(3)
                        .put(new byte[] {-1, 0, 0, 0, 0, 0})
                        .array());
        assertThat(Fedfabric.run(
                        "model",
                        "predict",
                        folder.resolve("model").toString(),
                        "--spec",
                        folder.resolve("spec.json").toString(),
                        "--schema",
                        folder.resolve("schema.json").toString(),
                        "--input",
                        file.toString(),
                        "--output",
                        folder.resolve("predictions.csv").toString()))
                .isZero();
        assertThat(folder.resolve("predictions.csv"))
                .content()
                .isEqualTo(
                        "row,class,probability of 0,probability of 1\n1,1,0.119203,0.880797\n2,0,0.500000,0.500000\n");
    }

    @Test
    void asks_for_network_and_schema_that_nobody_said() throws Exception {
        String model = folder.resolve("model").toString();
        String rows =
                Files.writeString(folder.resolve("rows.csv"), "speed,kind\n").toString();
        assertThat(Fedfabric.run("model", "predict", model, "--input", rows)).isEqualTo(ExitCode.USAGE);
        assertThat(complaint()).contains("--task TASK or --spec FILE");
        String spec = folder.resolve("spec.json").toString();
        assertThat(Fedfabric.run("model", "predict", model, "--spec", spec, "--input", rows))
                .isEqualTo(ExitCode.USAGE);
        assertThat(complaint()).contains("--task TASK or --schema FILE");
        assertThat(Fedfabric.run("model", "predict", "--input", rows)).isEqualTo(ExitCode.USAGE);
        assertThat(complaint()).contains("One MODEL must be named");
    }

    @Test
    void refuses_a_schema_of_another_width_and_bytes_of_another_network() throws Exception {
        ModelSpec wide = ModelSpec.of(Shape.flat(4), new Layer.Dense(2), new Layer.Softmax());
        Files.write(folder.resolve("model"), ModelBlob.encode(wide, new float[10]));
        assertThat(predict("speed,kind\n0.5,b\n")).isEqualTo(ExitCode.USAGE);
        assertThat(complaint()).contains("bytes");
        ModelSpecFile.write(folder.resolve("spec.json"), wide);
        assertThat(predict("speed,kind\n0.5,b\n")).isEqualTo(ExitCode.DATA);
        assertThat(complaint()).contains("4 features and 2 classes").contains("3 features");
    }
}
