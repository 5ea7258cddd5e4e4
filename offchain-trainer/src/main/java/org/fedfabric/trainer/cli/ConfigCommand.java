package org.fedfabric.trainer.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.concurrent.Callable;
import org.fedfabric.trainer.config.Setting;
import org.fedfabric.trainer.config.Settings;
import org.fedfabric.trainer.config.TrainerSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What a trainer has been told, and by whom. */
@Command(
        name = "config",
        mixinStandardHelpOptions = true,
        description = "The settings of a trainer: what holds and why, and a file to begin with.",
        subcommands = {ConfigCommand.Explain.class, ConfigCommand.Template.class})
final class ConfigCommand {
    @Command(
            name = "explain",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = {
                "Every setting, its value, and where the value came from: default, file, environment or option.",
                "Takes the options of fedfabric trainer run, and checks them as it would."
            })
    static final class Explain implements Callable<Integer> {
        @Mixin
        TrainerOptions options;

        @Mixin
        Output output;

        @Override
        public Integer call() throws Exception {
            JsonArray rows = new JsonArray();
            for (Settings.Explanation explanation : options.settings().explain()) {
                Setting<?> setting = explanation.setting();
                JsonObject row = new JsonObject();
                row.addProperty("setting", setting.name());
                row.addProperty("value", explanation.value());
                row.addProperty("source", explanation.source());
                row.addProperty("environment", setting.environmentVariable());
                row.addProperty("form", setting.form());
                row.addProperty("meaning", setting.description());
                rows.add(row);
            }
            output.rows(rows, "setting", "value", "source", "meaning");
            return ExitCode.DONE;
        }
    }

    @Command(
            name = "template",
            mixinStandardHelpOptions = true,
            description = "A YAML file with every setting at its default, for --config.")
    static final class Template implements Callable<Integer> {
        @Override
        public Integer call() {
            System.out.print(yaml());
            return ExitCode.DONE;
        }

        /** Settings without a default stand as comments, so that the file can be used as it is. */
        static String yaml() {
            StringBuilder text = new StringBuilder();
            String section = "";
            for (Setting<?> setting : TrainerSettings.all()) {
                if (!setting.section().equals(section)) {
                    section = setting.section();
                    text.append(section).append(":\n");
                }
                String value = setting.defaultText();
                text.append("  # ")
                        .append(setting.description())
                        .append(": ")
                        .append(setting.form())
                        .append("\n  ")
                        .append(value.isEmpty() ? "# " : "")
                        .append(setting.key())
                        .append(value.isEmpty() ? ":" : ": " + value)
                        .append('\n');
            }
            return text.toString();
        }
    }
}
