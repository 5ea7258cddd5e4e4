package org.fedfabric.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.stream.JsonReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fedfabric.chaincode.FedFabricChaincode;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.contentstore.ContentStore;
import org.fedfabric.embedded.EmbeddedNetwork;
import org.fedfabric.embedded.NetworkConfig;
import org.fedfabric.protocol.data.Column;
import org.fedfabric.protocol.data.DataSchema;
import org.fedfabric.protocol.data.RawColumn;
import org.fedfabric.protocol.data.RawRows;
import org.fedfabric.protocol.data.RowsBlob;
import org.fedfabric.protocol.model.ModelBlob;
import org.fedfabric.protocol.model.ModelSpec;
import org.fedfabric.protocol.model.NamedModels;
import org.fedfabric.protocol.model.SeededParameters;
import org.fedfabric.trainer.dataset.SchemaFile;
import org.fedfabric.trainer.testset.HiddenTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Test rows from the commitment to another enterprise's figures, by the commands that people give. */
@Timeout(120)
class HiddenTestIT {
    private static final DataSchema SCHEMA = new DataSchema(
            1,
            List.of(
                    new Column.Numeric("x", 0, 1_000_000, Column.Missing.REFUSE),
                    new Column.Numeric("y", 0, 1_000_000, Column.Missing.REFUSE)),
            "label",
            List.of("below", "above"),
            List.of(1_000_000L, 1_000_000L));

    @TempDir
    Path folder;

    private record Outcome(int exitCode, String output, String error) {
        JsonObject json() {
            return JsonParser.parseString(output).getAsJsonObject();
        }
    }

    @Test
    void nobody_sees_the_rows_before_the_end_and_everybody_measures_on_them_afterwards() throws Exception {
        Path schema = folder.resolve("schema.json");
        SchemaFile.write(schema, SCHEMA);
        Path validation = rows("validation.bin", 1);
        Path test = rows("test.bin", 2);
        Path others = rows("others.bin", 3);
        Path secret = folder.resolve("secret.json");
        Path model = folder.resolve("model.blob");
        ModelSpec linear =
                NamedModels.forName("linear", SCHEMA.shape(), SCHEMA.classes().size());
        Files.write(model, ModelBlob.encode(linear, SeededParameters.draw(linear, 1)));
        String cid = Cid.of(Files.readAllBytes(test)).text();

        NetworkConfig config = NetworkConfig.builder(
                        folder.resolve("network"),
                        context -> new FedFabricChaincode(ContentStore.atKubo(context.contentApi())))
                .enterprises(2)
                .usersPerEnterprise(1)
                .build();
        try (EmbeddedNetwork network = EmbeddedNetwork.start(config)) {
            assertThat(network.enterprises()).hasSize(2);
            for (String enterprise : List.of("enterprise-a", "enterprise-b")) {
                ok(run(enterprise, "participant", "enroll", "admin", "--roles", "REQUESTER"));
            }
            String[] create = {
                "task",
                "create",
                "t",
                "--schema",
                schema.toString(),
                "--validation",
                validation.toString(),
                "--model",
                "linear",
                "--test",
                test.toString(),
                "--test-secret",
                secret.toString(),
                "--contribution",
                "shapley:5"
            };
            ok(run("enterprise-a", create));
            HiddenTest kept = HiddenTest.read(secret);
            assertThat(shown().getAsJsonObject("spec").get("testCommitment").getAsString())
                    .isEqualTo(kept.commitment());

            String[] evaluate = {"model", "evaluate", model.toString(), "--task", "t", "--revealed", "--json"};
            Outcome hidden = run("enterprise-b", evaluate);
            assertThat(hidden.exitCode()).isEqualTo(ExitCode.INCOMPLETE);
            assertThat(hidden.error()).contains("keeps them hidden");
            refused(reveal(test, secret), "The task must have ended");
            ok(run("enterprise-a", "task", "stop", "t"));

            Path otherSecret = folder.resolve("other.json");
            HiddenTest.of("t", Files.readAllBytes(test)).write(otherSecret);
            refused(reveal(test, otherSecret), "The secret must be the one the task committed to");
            refused(reveal(others, secret), "The rows must be those committed to, " + cid);
            ok(reveal(test, secret));
            assertThat(shown().get("testCid").getAsString()).isEqualTo(cid);
            Outcome figures = run("enterprise-b", evaluate);
            assertThat(ok(figures).json().get("testCid").getAsString()).isEqualTo(cid);
            assertThat(figures.json().get("rows").getAsInt()).isEqualTo(40);
            assertThat(figures.json().get("accuracy").getAsDouble()).isBetween(0.0, 1.0);
        }
    }

    private Outcome reveal(Path rows, Path secret) {
        return run(
                "enterprise-a",
                "task",
                "reveal-test",
                "t",
                "--test",
                rows.toString(),
                "--test-secret",
                secret.toString());
    }

    private JsonObject shown() {
        // The joins follow on a line of their own.
        return JsonParser.parseReader(new JsonReader(new StringReader(
                        ok(run("enterprise-b", "task", "show", "t", "--json")).output())))
                .getAsJsonObject();
    }

    private static Outcome ok(Outcome outcome) {
        assertThat(outcome.exitCode()).as(outcome.error() + outcome.output()).isZero();
        return outcome;
    }

    private static void refused(Outcome outcome, String sentence) {
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.error()).contains(sentence);
    }

    private Path rows(String name, int shift) throws Exception {
        double[] x = new double[40];
        double[] y = new double[40];
        int[] labels = new int[40];
        for (int i = 0; i < 40; i++) {
            x[i] = (i * 7 + shift) % 11 - 5;
            y[i] = (i * 5 + shift) % 13 - 6;
            labels[i] = x[i] + y[i] > 0 ? 1 : 0;
        }
        return Files.write(
                folder.resolve(name),
                RowsBlob.encode(
                        new RawRows(SCHEMA, List.of(new RawColumn.Numbers(x), new RawColumn.Numbers(y)), labels)));
    }

    private Outcome run(String enterprise, String... command) {
        List<String> line = new ArrayList<>(List.of(command));
        line.addAll(List.of("--network", folder.resolve("network").toString(), "--enterprise", enterprise));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream outBefore = System.out;
        PrintStream errBefore = System.err;
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        try {
            int code = Fedfabric.run(line.toArray(String[]::new));
            return new Outcome(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(outBefore);
            System.setErr(errBefore);
        }
    }
}
