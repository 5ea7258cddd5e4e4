package org.fedfabric.experiments.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fedfabric.chaincode.judging.Terms;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.contentstore.ContentStoreException;
import org.fedfabric.contentstore.Pinning;
import org.fedfabric.experiments.result.RunResult;
import org.fedfabric.protocol.data.FeatureEncoder;
import org.fedfabric.protocol.data.FeatureRows;
import org.fedfabric.protocol.data.RowsBlob;
import org.fedfabric.protocol.ledger.TaskRecord;
import org.fedfabric.protocol.ledger.TaskState;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.model.ModelBlob;
import org.fedfabric.protocol.task.TaskSpec;
import org.fedfabric.trainer.ledger.LedgerException;
import org.fedfabric.trainer.node.TaskContext;

/**
 * One federation from its settings to its result: a network of its own in this process, real transactions for everything
 * that a federation decides, training and judging on all cores. The same settings and data give the same models, whether a
 * run goes through or is killed and taken up again: what it needs for that lies in its folder, and its ledger says how far
 * it came.
 */
public final class Run implements AutoCloseable {
    /** Calls of the ledger in flight at once. */
    private static final int CALLERS = 16;

    private final RunSettings settings;
    private final RunListener listener;
    private final Workers cores =
            new Workers(ProcessorTime.CORES, Runtime.getRuntime().availableProcessors());
    private final Workers callers = new Workers("run-calls", CALLERS);
    private final RunData data;
    private final TaskSpec spec;
    private final Cast cast;
    private final FeatureRows test;
    private final Optional<FeatureRows> aim;
    private final ModelFiles models;
    private final RoundsFile rounds;
    private final Elapsed elapsed;
    private final RunNetwork network;
    private Federation federation;

    private Run(RunSettings settings, Path folder, DataPlace place, RunListener listener) throws RunException {
        this.settings = settings;
        this.listener = listener;
        createFolder(folder);
        this.rounds = RoundsFile.open(folder.resolve("rounds.jsonl"));
        this.elapsed = Elapsed.open(folder.resolve("elapsed.json"), rounds.rounds(), Instant.now(), System::nanoTime);
        List<Member> members = Member.all(settings);
        this.data = RunData.divide(settings, members, place.read(settings.dataset(), settings.seed()));
        this.spec = RunTerms.of(settings, data);
        this.cast = Cast.of(settings, members, data);
        this.test = FeatureEncoder.encode(RowsBlob.decode(data.schema(), data.test()));
        this.aim = cast.adversary().flatMap(adversary -> adversary.aim(test));
        this.models = new ModelFiles(folder.resolve("models"));
        this.network = RunNetwork.start(settings, folder.resolve("network"));
    }

    /**
     * Runs a federation to its end, or the rest of one that was killed.
     *
     * @param folder the run's own; what a killed run of the same settings left there is taken up
     * @param data where its data set lies
     * @param listener told of each version
     * @throws RunException if it cannot go on; started again with the same folder it may
     * @throws IllegalArgumentException if the settings or the data set cannot work, with what to do
     */
    public static RunResult run(RunSettings settings, Path folder, DataPlace data, RunListener listener)
            throws RunException, InterruptedException {
        try (Run run = new Run(settings, folder, data, listener)) {
            return run.result();
        } catch (LedgerException | ContentStoreException e) {
            throw new RunException("The run of " + settings.id() + " cannot go on: " + e.getMessage(), e);
        }
    }

    private RunResult result() throws RunException, LedgerException, ContentStoreException, InterruptedException {
        List<Member> members = Member.all(settings);
        new EarlierTasks(settings, data, network, callers, cores, models).run(members, cast);
        network.store().put(data.validation(), Pinning.PINNED, Federation.STORE);
        federation = Federation.open(network, callers, settings, spec, members, data, cast);
        VersionRecord head = federation.requester().head(spec.name()).orElseThrow();
        float[] parameters = models.parameters(head, spec, settings.seed(), network.store());
        catchUp(head, parameters);
        TaskContext context = new TaskContext(federation.channel(), spec, spec.digest());
        UpdateMaking making = new UpdateMaking(data, cast, context, new Seeds(settings.seed()), federation, cores);
        Versions versions =
                new Versions(federation, network, cores, models, new Terms(federation.channel(), spec, spec.digest()));
        while (!head.selected().isEmpty() && !isReached()) {
            Stopwatch watch = new Stopwatch();
            ProcessorTime processor = new ProcessorTime();
            Submissions submissions = versions.submissions(head);
            making.send(head, parameters, submissions);
            watch.part("training");
            processor.part("training");
            Versions.Step step = versions.advance(head, submissions, watch);
            if (step.model() != null) {
                parameters = ModelBlob.decode(spec.model(), step.model());
            }
            head = step.next();
            Optional<Measuring> measured = measured(head, parameters);
            watch.part("evaluating");
            processor.part("evaluating");
            tell(Rounds.of(step.judged(), cast, measured, watch.seconds(), processor.seconds()));
        }
        return conclude(head, parameters);
    }

    /** Tells of the versions published before; lines that a kill left out are made from the ledger. */
    private void catchUp(VersionRecord head, float[] parameters)
            throws RunException, LedgerException, InterruptedException {
        rounds.rounds().forEach(listener::round);
        for (long version = rounds.last() + 1; version <= head.version(); version++) {
            VersionRecord judged =
                    federation.requester().version(spec.name(), version - 1).orElseThrow();
            Optional<Measuring> measured = version == head.version() ? measured(head, parameters) : Optional.empty();
            tell(Rounds.of(judged, cast, measured, Map.of(), Map.of()));
        }
    }

    private void tell(RunResult.Round round) throws RunException {
        rounds.add(round);
        elapsed.keep();
        listener.round(round);
    }

    private Optional<Measuring> measured(VersionRecord version, float[] parameters)
            throws RunException, InterruptedException {
        boolean due = version.version() % settings.evaluateEvery() == 0
                || version.selected().isEmpty();
        return due ? Optional.of(Measuring.of(spec.model(), parameters, test, aim, cores)) : Optional.empty();
    }

    /** Whether the last measurement is what the run was to reach. */
    private boolean isReached() {
        List<RunResult.Round> all = rounds.rounds();
        if (settings.target().isEmpty() || all.isEmpty()) {
            return false;
        }
        Double accuracy = all.get(all.size() - 1).accuracy();
        return accuracy != null && accuracy >= settings.target().get();
    }

    private RunResult conclude(VersionRecord head, float[] parameters)
            throws RunException, LedgerException, ContentStoreException, InterruptedException {
        TaskRecord task = federation.requester().task(spec.name()).orElseThrow();
        if (task.state() == TaskState.RUNNING) {
            federation.requester().client().submit("task:Stop", spec.name());
            task = federation.requester().task(spec.name()).orElseThrow();
        }
        Measuring last = Measuring.of(spec.model(), parameters, revealed(), Optional.empty(), cores);
        List<RunResult.Participation> participants = Standings.of(
                spec, federation.memberships(), federation.requester().versions(spec.name()), cast, data, federation);
        return new RunResult(
                settings,
                Origin.of(data, spec.digest(), elapsed.started()),
                rounds.rounds(),
                participants,
                new RunResult.Conclusion(
                        task.state().name(),
                        task.stopReason() == null ? null : task.stopReason().name(),
                        head.modelCid(),
                        last.accuracy(),
                        RunNoise.epsilon(spec, participants),
                        RunNoise.delta(spec),
                        elapsed.seconds(),
                        Origin.peakBytes()));
    }

    /** The test rows as the ledger knows them once they are revealed. */
    private FeatureRows revealed() throws RunException, LedgerException, ContentStoreException {
        Cid cid = network.store().put(data.test(), Pinning.PINNED, Federation.STORE);
        federation
                .requester()
                .client()
                .submit(
                        "task:RevealTest",
                        spec.name(),
                        HexFormat.of().formatHex(RunTerms.testSalt(settings)),
                        cid.text(),
                        Integer.toString(data.test().length));
        String revealed = federation.requester().task(spec.name()).orElseThrow().testCid();
        byte[] bytes = network.store().get(Cid.parse(revealed), data.test().length, Federation.STORE);
        return FeatureEncoder.encode(RowsBlob.decode(data.schema(), bytes));
    }

    private static void createFolder(Path folder) throws RunException {
        try {
            Files.createDirectories(folder.resolve("models"));
        } catch (IOException e) {
            throw new RunException("The run's folder must be writable. Provided value: " + e, e);
        }
    }

    @Override
    public void close() {
        network.close();
        callers.close();
        cores.close();
    }
}
