package org.fedfabric.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.fedfabric.trainer.config.Setting;
import org.fedfabric.trainer.config.Settings;
import org.fedfabric.trainer.config.TrainerSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CommandLineTest {
    @TempDir
    Path folder;

    @Test
    void an_unknown_option_is_named_with_exit_code_2() {
        Outcome outcome = run("config", "explain", "--paralel", "3");

        assertThat(outcome.code).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.errors).contains("--paralel").contains("--help");
    }

    @Test
    void a_setting_of_another_form_is_refused_with_where_it_stood() throws Exception {
        Path file = Files.writeString(folder.resolve("trainer.yaml"), "trainer:\n  parallel: many\n");

        Outcome outcome = run("config", "explain", "--config", file.toString());

        assertThat(outcome.code).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.errors).contains("trainer.yaml: trainer.parallel must be a number from 1 to 1024");
    }

    @Test
    void with_json_an_error_is_json_too() {
        Outcome outcome = run(
                "task",
                "show",
                "demo",
                "--json",
                "--network",
                folder.resolve("nowhere").toString());

        JsonObject error = JsonParser.parseString(outcome.errors).getAsJsonObject();
        assertThat(error.get("exitCode").getAsInt()).isEqualTo(outcome.code).isEqualTo(ExitCode.NETWORK);
        assertThat(error.get("error").getAsString()).contains("no connection profile");
    }

    @Test
    void explains_every_setting_with_its_value_and_source() throws Exception {
        Path file = Files.writeString(folder.resolve("trainer.yaml"), "trainer:\n  wait-seconds: 7\n");

        Outcome outcome = run("config", "explain", "--json", "--config", file.toString(), "--parallel", "3");

        JsonArray rows = JsonParser.parseString(outcome.output).getAsJsonArray();
        assertThat(rows).hasSize(TrainerSettings.all().size());
        assertThat(row(rows, TrainerSettings.PARALLEL).get("value").getAsString())
                .isEqualTo("3");
        assertThat(row(rows, TrainerSettings.PARALLEL).get("source").getAsString())
                .isEqualTo("flag");
        assertThat(row(rows, TrainerSettings.WAIT_SECONDS).get("source").getAsString())
                .isEqualTo(file.toString());
        assertThat(row(rows, TrainerSettings.CHANNEL).get("source").getAsString())
                .isEqualTo("default");
    }

    @Test
    void the_template_is_a_file_that_changes_nothing() throws Exception {
        Outcome outcome = run("config", "template");
        Path file = Files.writeString(folder.resolve("template.yaml"), outcome.output);

        Settings settings = Settings.of(TrainerSettings.all()).file(file).build();

        for (Settings.Explanation explanation : settings.explain()) {
            assertThat(explanation.value())
                    .as(explanation.setting().name())
                    .isEqualTo(explanation.setting().defaultText());
        }
    }

    @Test
    void the_completion_script_is_valid_shell_and_knows_every_command() throws Exception {
        Outcome outcome = run("completion");
        Path script = Files.writeString(folder.resolve("completion.sh"), outcome.output);

        Process shell =
                new ProcessBuilder("bash", "-n", script.toString()).inheritIO().start();

        assertThat(shell.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(shell.exitValue()).isZero();
        assertThat(outcome.output).contains("dataset").contains("--partition").contains("explain");
    }

    @Test
    void every_command_has_help_that_says_what_it_is_for() {
        for (CommandLine command : everyCommand(Fedfabric.line())) {
            String name = command.getCommandSpec().qualifiedName();
            assertThat(command.getCommandSpec().usageMessage().description())
                    .as(name)
                    .isNotEmpty();
            assertThat(command.getCommandSpec().mixinStandardHelpOptions())
                    .as(name)
                    .isTrue();
            for (CommandLine.Model.OptionSpec option : command.getCommandSpec().options()) {
                if (option.hidden()) {
                    continue;
                }
                assertThat(option.description())
                        .as(name + " " + option.longestName())
                        .isNotEmpty();
            }
        }
    }

    @Test
    void every_exit_code_is_documented() throws Exception {
        String documented = Files.readString(repositoryRoot().resolve("docs/operations.md"));

        for (Field code : ExitCode.class.getDeclaredFields()) {
            if (Modifier.isStatic(code.getModifiers()) && code.getType() == int.class) {
                assertThat(documented).as(code.getName()).contains("| " + code.getInt(null) + " |");
            }
        }
    }

    private static List<CommandLine> everyCommand(CommandLine root) {
        List<CommandLine> all = new ArrayList<>(List.of(root));
        root.getSubcommands().values().forEach(child -> all.addAll(everyCommand(child)));
        return all;
    }

    private static JsonObject row(JsonArray rows, Setting<?> setting) {
        for (JsonElement row : rows) {
            if (row.getAsJsonObject().get("setting").getAsString().equals(setting.name())) {
                return row.getAsJsonObject();
            }
        }
        throw new AssertionError("no row for " + setting.name());
    }

    private static Path repositoryRoot() {
        Path here = Path.of("").toAbsolutePath();
        return Files.isDirectory(here.resolve("docs")) ? here : here.getParent();
    }

    private static synchronized Outcome run(String... arguments) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
            int code = Fedfabric.run(arguments);
            return new Outcome(code, output.toString(StandardCharsets.UTF_8), errors.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    /** How a command ended. */
    private record Outcome(int code, String output, String errors) {}
}
