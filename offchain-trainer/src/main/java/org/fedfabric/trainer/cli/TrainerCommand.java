package org.fedfabric.trainer.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.fedfabric.contentstore.ContentStore;
import org.fedfabric.protocol.data.FeatureEncoder;
import org.fedfabric.protocol.ledger.TaskRecord;
import org.fedfabric.protocol.ledger.TaskState;
import org.fedfabric.trainer.attack.Attack;
import org.fedfabric.trainer.dataset.DatasetException;
import org.fedfabric.trainer.dataset.ParticipantFolder;
import org.fedfabric.trainer.ledger.ClientIdentity;
import org.fedfabric.trainer.ledger.ConnectionProfile;
import org.fedfabric.trainer.ledger.LedgerConnections;
import org.fedfabric.trainer.node.JoinTerms;
import org.fedfabric.trainer.node.LocalData;
import org.fedfabric.trainer.node.NodeException;
import org.fedfabric.trainer.node.NodeParticipant;
import org.fedfabric.trainer.node.NodeSettings;
import org.fedfabric.trainer.node.ProgressLog;
import org.fedfabric.trainer.node.Retention;
import org.fedfabric.trainer.node.TrainerNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The trainer process of an enterprise. */
@Command(
        name = "trainer",
        mixinStandardHelpOptions = true,
        description = "Run an enterprise's trainer.",
        subcommands = TrainerCommand.Run.class)
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

        @Option(
                names = "--network",
                paramLabel = "DIR",
                defaultValue = "${env:FEDFABRIC_NETWORK:-network/.state/embedded}",
                description = "The network's folder. Default: ${DEFAULT-VALUE}.")
        Path network;

        @Option(names = "--enterprise", required = true, paramLabel = "NAME", description = "Whose trainer this is.")
        String enterprise;

        @Option(
                names = "--participants",
                required = true,
                split = ",",
                paramLabel = "USER",
                description = "Users of the enterprise to train as; their data accounts bear the same names.")
        List<String> participants;

        @Option(
                names = "--data",
                paramLabel = "DIR",
                description = "Folder with one folder of rows per participant (see: fedfabric dataset split).")
        Path data;

        @Option(
                names = "--data-of",
                paramLabel = "USER=DIR",
                description = "The folder of one participant's rows, if it is not in --data.")
        Map<String, Path> dataOf = new LinkedHashMap<>();

        @Option(
                names = "--task",
                required = true,
                split = ",",
                paramLabel = "TASK",
                description = "Tasks to join. Joining binds to all of a task's terms.")
        List<String> tasks;

        @Option(
                names = "--agreed",
                paramLabel = "TASK=DIGEST",
                description = "Join a task only under terms of this digest (see: fedfabric task show).")
        Map<String, String> agreed = new LinkedHashMap<>();

        @Option(
                names = "--state",
                paramLabel = "DIR",
                defaultValue = "trainer-state",
                description = "Folder for sealed updates and chain secrets. Default: ${DEFAULT-VALUE}.")
        Path state;

        @Option(
                names = "--progress",
                paramLabel = "FILE",
                description = "Append progress as JSON lines. Default: to standard output.")
        Path progress;

        @Option(
                names = "--parallel",
                paramLabel = "N",
                description = "Trainings at a time. Default: as many as there are processors.")
        int parallel = Runtime.getRuntime().availableProcessors();

        @Option(
                names = "--wait",
                paramLabel = "SECONDS",
                defaultValue = "30",
                description = "How long to wait for network, data, enrolment and task. Default: ${DEFAULT-VALUE}.")
        int waitSeconds;

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
            Duration patience = Duration.ofSeconds(waitSeconds);
            awaitFile(network.resolve("ready.json"), patience, ExitCode.NETWORK, "The network must be up");
            ConnectionProfile profile = ConnectionProfile.read(Session.profileOf(network, enterprise));
            NodeSettings settings = new NodeSettings(
                    profile.channels().get(0),
                    tasks,
                    state.toAbsolutePath(),
                    parallel,
                    new JoinTerms(java.util.Set.of(), true, agreed),
                    Retention.defaults(),
                    NodeSettings.DEFAULT_FALLBACK,
                    patience,
                    simulationSeed == null ? OptionalLong.empty() : OptionalLong.of(simulationSeed));
            try (LedgerConnections connections = LedgerConnections.to(profile);
                    ProgressLog log = progress == null ? ProgressLog.to(System.out) : ProgressLog.to(progress);
                    TrainerNode node = new TrainerNode(
                            settings, connections, ContentStore.atKubo(profile.contentStore()), people(profile), log)) {
                Map<String, TaskRecord> ended = node.run();
                boolean completed = ended.values().stream().allMatch(t -> t.state() == TaskState.COMPLETED);
                return completed ? ExitCode.DONE : ExitCode.INCOMPLETE;
            } catch (NodeException e) {
                throw new CommandException(ExitCode.INCOMPLETE, e.getMessage());
            }
        }

        private List<NodeParticipant> people(ConnectionProfile profile) throws IOException, InterruptedException {
            List<NodeParticipant> people = new ArrayList<>();
            for (String user : participants) {
                Path folder = dataOf.get(user);
                if (folder == null) {
                    if (data == null) {
                        throw new CommandException(
                                ExitCode.USAGE, "Say where the rows of " + user + " are: --data DIR or --data-of.");
                    }
                    folder = data.resolve(user);
                }
                Path rows = folder;
                LocalData local = schema -> {
                    ParticipantFolder own = ParticipantFolder.open(rows);
                    if (!own.rows().schema().equals(schema)) {
                        throw new DatasetException("The rows in " + rows
                                + " must have the task's schema. Provided value:"
                                + " columns " + own.rows().schema().columns().size() + ", label "
                                + own.rows().schema().label() + ".");
                    }
                    return FeatureEncoder.encode(own.rows());
                };
                people.add(new NodeParticipant(
                        ClientIdentity.read(profile.mspFolder(user), profile.mspId()),
                        user,
                        local,
                        Optional.ofNullable(attacks.get(user)).map(Attack::parse)));
            }
            return people;
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
