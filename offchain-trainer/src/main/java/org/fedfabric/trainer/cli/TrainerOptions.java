package org.fedfabric.trainer.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.fedfabric.trainer.config.Setting;
import org.fedfabric.trainer.config.Settings;
import org.fedfabric.trainer.config.TrainerSettings;
import picocli.CommandLine.Option;

/** The options that are settings of a trainer: each may stand in the file or the environment instead. */
final class TrainerOptions {
    @Option(
            names = "--network",
            paramLabel = "DIR",
            description = "The network's folder. Default: network/.state/embedded.")
    String network;

    @Option(names = "--enterprise", paramLabel = "NAME", description = "Whose trainer this is.")
    String enterprise;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "YAML file of settings; the environment (FEDFABRIC_…) and these options go over it.")
    Path config;

    @Option(
            names = "--participants",
            paramLabel = "USER,…",
            description = "Users of the enterprise to train as; their data accounts bear the same names.")
    String participants;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder with one folder of rows per participant (see: fedfabric dataset split).")
    String data;

    @Option(
            names = "--task",
            paramLabel = "TASK,…",
            description = "Tasks to join. Joining binds to all of a task's terms.")
    String tasks;

    @Option(
            names = "--agreed",
            paramLabel = "TASK=DIGEST,…",
            description = "Join a task only under terms of this digest (see: fedfabric task show).")
    String agreed;

    @Option(names = "--state", paramLabel = "DIR", description = "Folder for sealed updates and chain secrets.")
    String state;

    @Option(
            names = "--progress",
            paramLabel = "FILE",
            description = "Append progress as JSON lines. Default: to standard output.")
    String progress;

    @Option(
            names = "--parallel",
            paramLabel = "N",
            description = "Trainings at a time. Default: as many as there are processors.")
    String parallel;

    @Option(
            names = "--hold-out",
            paramLabel = "PERCENT",
            description = "Rows of each participant that only score versions. Scores stay here. Default: 0.")
    String holdOut;

    @Option(
            names = "--share-scores",
            description = "Report those scores to the ledger, in tasks whose terms take them.")
    boolean shareScores;

    @Option(
            names = "--metrics",
            paramLabel = "HOST:PORT",
            description = "Serve metrics to Prometheus here. TLS: metrics.tls in the settings. Default: none.")
    String metrics;

    @Option(
            names = "--log-format",
            paramLabel = "text|json",
            description = "Log lines for people, or a JSON object a line. Default: text.")
    String logFormat;

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            description = "How long to wait for network, data, enrolment and task. Default: 30.")
    String waitSeconds;

    /**
     * Defaults, the file over them, the environment over that, the options over all.
     *
     * @throws IOException when the file cannot be read
     * @throws IllegalArgumentException for an unknown setting or a value of another form, with where it stood
     */
    Settings settings() throws IOException {
        Map<String, String> flags = new LinkedHashMap<>();
        put(flags, TrainerSettings.NETWORK_FOLDER, network);
        put(flags, TrainerSettings.ENTERPRISE, enterprise);
        put(flags, TrainerSettings.PARTICIPANTS, participants);
        put(flags, TrainerSettings.DATA, data);
        put(flags, TrainerSettings.TASKS, tasks);
        put(flags, TrainerSettings.AGREED_TERMS, agreed);
        put(flags, TrainerSettings.STATE, state);
        put(flags, TrainerSettings.PROGRESS, progress);
        put(flags, TrainerSettings.PARALLEL, parallel);
        put(flags, TrainerSettings.HOLD_OUT_PERCENT, holdOut);
        put(flags, TrainerSettings.SHARE_SCORES, shareScores ? "true" : null);
        put(flags, TrainerSettings.METRICS_ADDRESS, metrics);
        put(flags, TrainerSettings.LOG_FORMAT, logFormat);
        put(flags, TrainerSettings.WAIT_SECONDS, waitSeconds);
        Settings.Builder builder = Settings.of(TrainerSettings.all());
        if (config != null) {
            builder.file(config);
        }
        return builder.environment(System.getenv()).flags(flags).build();
    }

    private static void put(Map<String, String> flags, Setting<?> setting, String given) {
        if (given != null) {
            flags.put(setting.name(), given);
        }
    }
}
