package org.fedfabric.trainer.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.fedfabric.telemetry.logs.LogFormat;

/** Everything a trainer node may be told. */
public final class TrainerSettings {
    /** The network's folder. */
    public static final Setting<Path> NETWORK_FOLDER = Setting.path(
            "network.folder",
            "folder of the network, with a connection profile per enterprise",
            Path.of("network", ".state", "embedded"));

    /** The enterprise. */
    public static final Setting<Optional<String>> ENTERPRISE =
            Setting.text("network.enterprise", "the enterprise to act for");

    /** The enterprise's connection profile. */
    public static final Setting<Optional<Path>> PROFILE = Setting.path(
            "network.profile",
            "connection profile of the enterprise (YAML), instead of the one in the network's folder");

    /** The channel. */
    public static final Setting<String> CHANNEL = Setting.text("network.channel", "channel of the tasks", "federation");

    /** The participants of this process. */
    public static final Setting<List<String>> PARTICIPANTS =
            Setting.list("trainer.participants", "names of the identities to run, as below the profile's users folder");

    /** Their rows. */
    public static final Setting<Optional<Path>> DATA =
            Setting.path("trainer.data", "folder with one folder of rows per participant");

    /** The tasks. */
    public static final Setting<List<String>> TASKS = Setting.list("trainer.tasks", "tasks to take part in");

    /** The state folder. */
    public static final Setting<Optional<Path>> STATE =
            Setting.path("trainer.state", "folder for sealed updates, chain secrets and checkpoints; back it up");

    /** Trainings at a time. */
    public static final Setting<Integer> PARALLEL = Setting.number(
            "trainer.parallel",
            "participants that train at a time",
            1,
            1_024,
            Runtime.getRuntime().availableProcessors());

    /** The progress file. */
    public static final Setting<Optional<Path>> PROGRESS =
            Setting.path("trainer.progress", "file to append progress to, a JSON object a line");

    /** Waiting at the start. */
    public static final Setting<Integer> WAIT_SECONDS = Setting.number(
            "trainer.wait-seconds", "how long to wait at the start for task and enrolment", 0, 86_400, 30);

    /** Whether updates may leave without noise. */
    public static final Setting<Boolean> ACCEPT_UNPROTECTED = Setting.flag(
            "trainer.accept-unprotected", "join tasks without noise, whose updates every member can read", true);

    /** Trusted uploaded models. */
    public static final Setting<List<String>> TRUSTED_MODELS =
            Setting.list("trainer.trusted-models", "CIDs of uploaded initial models to trust");

    /** Agreed terms. */
    public static final Setting<List<String>> AGREED_TERMS =
            Setting.list("trainer.agreed-terms", "task=digest for each task whose terms must be exactly those");

    /** Retention of updates. */
    public static final Setting<Integer> KEEP_UPDATES =
            Setting.number("trainer.keep-updates", "versions whose updates stay pinned, 0 for all", 0, 1_000_000, 100);

    /** Retention of models. */
    public static final Setting<Integer> KEEP_MODELS =
            Setting.number("trainer.keep-models", "versions whose models stay pinned, 0 for all", 0, 1_000_000, 0);

    /** Garbage collection. */
    public static final Setting<Integer> COLLECT_EVERY = Setting.number(
            "trainer.collect-every",
            "versions between two garbage collections of the content store, 0 to leave them to the store",
            0,
            1_000_000,
            100);

    /** The own hold-out. */
    public static final Setting<Integer> HOLD_OUT_PERCENT = Setting.number(
            "trainer.hold-out-percent",
            "percent of each participant's rows that only score versions and are never trained on",
            0,
            50,
            0);

    /** Whether scores on it may leave. */
    public static final Setting<Boolean> SHARE_SCORES = Setting.flag(
            "trainer.share-scores",
            "report those scores to the ledger in tasks whose terms take them (evaluation SHARED)",
            false);

    /** Where metrics are served. */
    public static final Setting<Optional<String>> METRICS_ADDRESS = Setting.text(
            "metrics.address", "host:port where a Prometheus server may fetch metrics; a loopback address without TLS");

    /** The metrics server's certificate. */
    public static final Setting<Optional<Path>> METRICS_CERTIFICATE =
            Setting.path("metrics.tls.certificate", "certificate of the metrics server (PEM)");

    /** Its key. */
    public static final Setting<Optional<Path>> METRICS_KEY =
            Setting.path("metrics.tls.key", "private key of the metrics server (PEM, PKCS#8)");

    /** Who may fetch. */
    public static final Setting<Optional<Path>> METRICS_CLIENT_AUTHORITY =
            Setting.path("metrics.tls.client-authority", "authority whose certificates may fetch metrics (PEM)");

    /** The log's form. */
    public static final Setting<LogFormat> LOG_FORMAT =
            new Setting<>("log.format", "how log lines are written", "text or json", LogFormat.TEXT, LogFormat::of);

    private TrainerSettings() {}

    /** All of them. */
    public static List<Setting<?>> all() {
        return List.of(
                NETWORK_FOLDER,
                ENTERPRISE,
                PROFILE,
                CHANNEL,
                PARTICIPANTS,
                DATA,
                TASKS,
                STATE,
                PARALLEL,
                PROGRESS,
                WAIT_SECONDS,
                ACCEPT_UNPROTECTED,
                TRUSTED_MODELS,
                AGREED_TERMS,
                KEEP_UPDATES,
                KEEP_MODELS,
                COLLECT_EVERY,
                HOLD_OUT_PERCENT,
                SHARE_SCORES,
                METRICS_ADDRESS,
                METRICS_CERTIFICATE,
                METRICS_KEY,
                METRICS_CLIENT_AUTHORITY,
                LOG_FORMAT);
    }
}
