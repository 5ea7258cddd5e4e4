package org.fedfabric.trainer.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.fedfabric.protocol.data.DataSchema;
import org.fedfabric.protocol.data.FeatureEncoder;
import org.fedfabric.protocol.data.RawRows;
import org.fedfabric.protocol.ledger.TaskRecord;
import org.fedfabric.protocol.ledger.TaskState;
import org.fedfabric.trainer.attack.Attack;
import org.fedfabric.trainer.config.Setting;
import org.fedfabric.trainer.config.Settings;
import org.fedfabric.trainer.config.TrainerSettings;
import org.fedfabric.trainer.dataset.DatasetException;
import org.fedfabric.trainer.dataset.ParticipantFolder;
import org.fedfabric.trainer.ledger.ClientIdentity;
import org.fedfabric.trainer.ledger.ConnectionProfile;
import org.fedfabric.trainer.ledger.LedgerConnections;
import org.fedfabric.trainer.ledger.LedgerRefusal;
import org.fedfabric.trainer.node.DiskRefusedException;
import org.fedfabric.trainer.node.JoinTerms;
import org.fedfabric.trainer.node.NodeException;
import org.fedfabric.trainer.node.NodeParticipant;
import org.fedfabric.trainer.node.NodeSettings;
import org.fedfabric.trainer.node.OwnScores;
import org.fedfabric.trainer.node.ProgressLog;
import org.fedfabric.trainer.node.Retention;
import org.fedfabric.trainer.node.TrainerNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The trainer process of an enterprise. */
@Command(
        name = "trainer",
        mixinStandardHelpOptions = true,
        description = "Run an enterprise's trainer.",
        subcommands = {TrainerCommand.Run.class, HostCommand.class})
final class TrainerCommand {
    @Command(
            name = "run",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = {
                "Join tasks and take part until they end: train when selected, submit, reveal, judge, take turns in",
                "aggregation. It can be killed and started again at any moment; it goes on where it was.",
                "",
                "By hand, on a second terminal, against a running demo (p3 gets a certificate and rows first):",
                "  ./test-network.sh identity enterprise-a p3",
                "  bin/fedfabric participant enroll p3 --enterprise enterprise-a",
                "  bin/fedfabric dataset generate --rows 2000 --seed 9 --output /tmp/p3",
                "  bin/fedfabric participant register --enterprise enterprise-a --lineage p3 --data /tmp/p3",
                "  bin/fedfabric trainer run --enterprise enterprise-a --participants p3 --data-of p3=/tmp/p3 --task demo",
                ""
            })
    static final class Run implements Callable<Integer> {
        private static final long LOOK_EVERY_MILLIS = 10;

        @Mixin
        TrainerOptions options;

        @Option(
                names = "--data-of",
                paramLabel = "USER=DIR",
                description = "The folder of one participant's rows, if it is not in --data.")
        Map<String, Path> dataOf = new LinkedHashMap<>();

        @Option(
                names = "--simulation-seed",
                paramLabel = "S",
                description = "Simulations only: draw hash chains from this, so that a run can be repeated exactly.")
        Long simulationSeed;

        @Option(
                names = "--simulate-attack",
                split = ",",
                paramLabel = "USER=KIND",
                description = "Simulations only: a participant that spoils its updates (sign-flip, scaled-flip).")
        Map<String, String> attacks = new LinkedHashMap<>();

        @Override
        public Integer call() throws Exception {
            Settings settings = options.settings();
            settings.get(TrainerSettings.LOG_FORMAT).apply();
            Duration patience = Duration.ofSeconds(settings.get(TrainerSettings.WAIT_SECONDS));
            ConnectionProfile profile = ConnectionProfile.read(profile(settings, patience));
            NodeSettings node = new NodeSettings(
                    settings.get(TrainerSettings.CHANNEL),
                    required(settings, TrainerSettings.TASKS),
                    settings.get(TrainerSettings.STATE)
                            .orElse(Path.of("trainer-state"))
                            .toAbsolutePath(),
                    settings.get(TrainerSettings.PARALLEL),
                    new JoinTerms(
                            new HashSet<>(settings.get(TrainerSettings.TRUSTED_MODELS)),
                            settings.get(TrainerSettings.ACCEPT_UNPROTECTED),
                            agreedTerms(settings)),
                    Retention.from(settings),
                    OwnScores.from(settings),
                    NodeSettings.DEFAULT_FALLBACK,
                    patience,
                    simulationSeed == null ? OptionalLong.empty() : OptionalLong.of(simulationSeed));
            Optional<Path> progressFile = settings.get(TrainerSettings.PROGRESS);
            try (LedgerConnections connections = LedgerConnections.to(profile);
                    TrainerWatch watch = TrainerWatch.open(settings, connections.counters());
                    ProgressLog log =
                            progressFile.isEmpty() ? ProgressLog.to(System.out) : ProgressLog.to(progressFile.get());
                    TrainerNode trainer = new TrainerNode(
                            node,
                            connections,
                            watch.over(profile.openContentStore()),
                            people(settings, profile, patience),
                            log,
                            watch.observer())) {
                Map<String, TaskRecord> ended = trainer.run();
                boolean completed = ended.values().stream().allMatch(t -> t.state() == TaskState.COMPLETED);
                return completed ? ExitCode.DONE : ExitCode.INCOMPLETE;
            } catch (DiskRefusedException e) {
                throw new CommandException(ExitCode.DISK, e.getMessage());
            } catch (NodeException e) {
                // What the ledger refuses to everybody of this node is told apart from a task that did not end.
                throw new CommandException(
                        e.getCause() instanceof LedgerRefusal ? ExitCode.REFUSED : ExitCode.INCOMPLETE, e.getMessage());
            }
        }

        private static List<String> required(Settings settings, Setting<List<String>> setting) {
            List<String> values = settings.get(setting);
            if (values.isEmpty()) {
                throw new CommandException(
                        ExitCode.USAGE,
                        "A trainer needs " + setting.description() + ". Give --"
                                + (setting == TrainerSettings.TASKS ? "task" : "participants") + " or set "
                                + setting.name() + ".");
            }
            return values;
        }

        private static Map<String, String> agreedTerms(Settings settings) {
            Map<String, String> agreed = new LinkedHashMap<>();
            for (String term : settings.get(TrainerSettings.AGREED_TERMS)) {
                int equals = term.indexOf('=');
                if (equals < 0) {
                    throw new CommandException(
                            ExitCode.USAGE, "Agreed terms must be TASK=DIGEST. Provided value: " + term);
                }
                agreed.put(term.substring(0, equals), term.substring(equals + 1));
            }
            return agreed;
        }

        /** The enterprise's connection profile: the configured one, or the network folder's once it is ready. */
        private Path profile(Settings settings, Duration patience) throws InterruptedException {
            Optional<Path> configured = settings.get(TrainerSettings.PROFILE);
            if (configured.isPresent()) {
                return configured.get();
            }
            String enterprise = settings.get(TrainerSettings.ENTERPRISE)
                    .orElseThrow(() -> new CommandException(
                            ExitCode.USAGE,
                            "Say whose trainer this is: --enterprise NAME, or network.profile in --config."));
            Path network = settings.get(TrainerSettings.NETWORK_FOLDER);
            awaitFile(network.resolve("ready.json"), patience, ExitCode.NETWORK, "The network must be up");
            return Session.profileOf(network, enterprise);
        }

        private List<NodeParticipant> people(Settings settings, ConnectionProfile profile, Duration patience)
                throws IOException, InterruptedException {
            List<NodeParticipant> people = new ArrayList<>();
            for (String user : required(settings, TrainerSettings.PARTICIPANTS)) {
                Path folder = folderOf(user, settings);
                // Whoever divides the data may still be writing; the manifest comes last.
                awaitFile(
                        folder.resolve("manifest.json"),
                        patience,
                        ExitCode.DATA,
                        "The rows of " + user + " must be there");
                people.add(new NodeParticipant(
                        ClientIdentity.read(profile.mspFolder(user), profile.mspId()),
                        user,
                        schema -> FeatureEncoder.encode(ofSchema(schema, folder)),
                        Optional.ofNullable(attacks.get(user)).map(Attack::parse)));
            }
            return people;
        }

        private Path folderOf(String user, Settings settings) {
            Path own = dataOf.get(user);
            return own != null
                    ? own
                    : settings.get(TrainerSettings.DATA)
                            .orElseThrow(() -> new CommandException(
                                    ExitCode.USAGE, "Say where the rows of " + user + " are: --data or --data-of."))
                            .resolve(user);
        }

        private static RawRows ofSchema(DataSchema schema, Path folder) {
            RawRows rows = ParticipantFolder.open(folder).rows();
            if (!rows.schema().equals(schema)) {
                throw new DatasetException("The rows in " + folder + " must have the task's schema, of label "
                        + schema.label() + " and " + schema.featureCount() + " features. Provided value: label "
                        + rows.schema().label() + " and " + rows.schema().featureCount() + " features.");
            }
            return rows;
        }

        private static void awaitFile(Path file, Duration patience, int exitCode, String mustHold)
                throws InterruptedException {
            long deadline = System.nanoTime() + patience.toNanos();
            while (!Files.exists(file)) {
                if (System.nanoTime() > deadline) {
                    throw new CommandException(
                            exitCode, mustHold + " within " + patience.toSeconds() + " s. Missing: " + file);
                }
                Thread.sleep(LOOK_EVERY_MILLIS);
            }
        }
    }
}
