package org.fedfabric.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fedfabric.experiments.result.RunFailure;
import org.fedfabric.experiments.result.SampleRuns;
import org.fedfabric.experiments.run.RunSettings;
import org.fedfabric.trainer.cli.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ExperimentMainTest {
    private static final String SCENARIOS = "../scenarios/";

    @TempDir
    Path temporary;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final StringWriter errors = new StringWriter();

    @Test
    void a_wrong_scenario_is_wrong_usage_with_its_place() throws Exception {
        Path file = Files.writeString(temporary.resolve("a.yaml"), "name: a\ntitle: A\ndefualts: {}\n");

        assertThat(run("list", file.toString())).isEqualTo(ExitCode.USAGE);
        assertThat(errors.toString())
                .isEqualToIgnoringNewLines("error: " + file + ":3: A scenario has no defualts. Did you mean defaults?");
    }

    @Test
    void data_that_is_not_there_is_said_before_anything_is_run() {
        Path out = temporary.resolve("out");

        int code = run(
                "run", SCENARIOS + "ll-bcfl.yaml", "--data", temporary.toString(), "--out", out.toString(), "--quick");

        assertThat(code).isEqualTo(ExitCode.DATA);
        assertThat(errors.toString()).contains("The data set mnist must lie in a folder of that name below --data");
        assertThat(out).doesNotExist();
    }

    @Test
    void an_unknown_part_of_the_grid_is_wrong_usage() {
        assertThat(run("list", SCENARIOS + "ll-bcfl.yaml", "--only", "mechanism=laplce"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(errors.toString()).contains("Provided value: laplce. Did you mean laplace?");
    }

    @Test
    void a_report_of_no_experiment_is_wrong_usage() {
        assertThat(run("report", temporary.toString())).isEqualTo(ExitCode.USAGE);
        assertThat(errors.toString()).contains("with experiment.json in it. Provided value: " + temporary);
    }

    @Test
    void lists_runs_with_their_versions_and_the_sum() {
        assertThat(run("list", SCENARIOS + "ll-bcfl.yaml", "--only", "mechanism=none,mode=as-published,seed=2"))
                .isEqualTo(ExitCode.DONE);
        assertThat(output().lines()).hasSize(3).first().asString().startsWith("none-iid-seed-2       100 versions  ");
        assertThat(output()).contains("2 runs, 200 versions at most, about ");
    }

    @Test
    void lists_runs_as_json_with_their_settings() {
        assertThat(run("list", SCENARIOS + "first-steps.yaml", "--json")).isEqualTo(ExitCode.DONE);

        var run = JsonParser.parseString(output()).getAsJsonArray().get(0).getAsJsonObject();
        assertThat(run.get("id").getAsString()).isEqualTo("none-fedavg-seed-1");
        assertThat(run.get("estimatedSeconds").getAsInt()).isPositive();
    }

    @Test
    void a_screen_has_a_line_for_each_run_with_the_time_left() {
        RunSettings first = SampleRuns.settings("first", 3, 1);
        RunSettings second = SampleRuns.settings("second", 3, 2);
        long[] nanos = {0};
        try (Screen screen =
                new Screen(new PrintStream(printed, true, StandardCharsets.UTF_8), false, false, () -> nanos[0])) {
            screen.planned(List.of(), List.of(first, second));
            SampleRuns.result(first).rounds().forEach(round -> {
                nanos[0] += 60_000_000_000L;
                screen.round(first, round, false);
            });
            screen.finished(SampleRuns.result(first));
            screen.failed(new RunFailure(second, "no room", "2026-01-01T00:00:00Z"));
        }

        assertThat(output().lines())
                .containsExactly(
                        "2 runs, 0 of them done before; 6 versions at most",
                        "[1/2] first  accuracy 0.1000 after 3 versions  4 s  3 min left",
                        "[2/2] second  FAILED: no room");
    }

    private int run(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "experiment";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        PrintStream before = System.out;
        CommandLine line = ExperimentMain.line();
        line.setErr(new PrintWriter(errors, true));
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            return line.execute(all);
        } finally {
            System.setOut(before);
        }
    }

    private String output() {
        return printed.toString(StandardCharsets.UTF_8);
    }
}
