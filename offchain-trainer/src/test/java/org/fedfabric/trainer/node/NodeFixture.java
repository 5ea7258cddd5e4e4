package org.fedfabric.trainer.node;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.contentstore.ContentStore;
import org.fedfabric.protocol.data.Column;
import org.fedfabric.protocol.data.DataSchema;
import org.fedfabric.protocol.data.FeatureRows;
import org.fedfabric.protocol.ledger.Contributor;
import org.fedfabric.protocol.ledger.Participant;
import org.fedfabric.protocol.ledger.Role;
import org.fedfabric.protocol.ledger.TaskRecord;
import org.fedfabric.protocol.ledger.TaskState;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.ledger.VersionState;
import org.fedfabric.protocol.model.Layer;
import org.fedfabric.protocol.model.ModelBlob;
import org.fedfabric.protocol.model.ModelSpec;
import org.fedfabric.protocol.model.SeededParameters;
import org.fedfabric.protocol.model.Shape;
import org.fedfabric.protocol.selection.HashChain;
import org.fedfabric.protocol.task.Selection;
import org.fedfabric.protocol.task.TaskSpec;
import org.fedfabric.protocol.task.Training;
import org.fedfabric.protocol.task.UpdateCheck;
import org.fedfabric.protocol.task.ValidationSet;
import org.fedfabric.trainer.ledger.FederationContract;
import org.fedfabric.trainer.sealing.SealedUpdates;
import org.fedfabric.trainer.terms.TaskDraft;

/** A tiny task and a node's tools in memory, for what needs no network. */
final class NodeFixture implements AutoCloseable {
    static final String ME = "AMSP/p1";
    static final String OTHER = "BMSP/p1";
    static final DataSchema SCHEMA = new DataSchema(
            1,
            List.of(new Column.Numeric("x", 0, 1_000_000, Column.Missing.REFUSE)),
            "label",
            List.of("no", "yes"),
            List.of(1_000_000L, 1_000_000L));
    static final TaskSpec SPEC = new TaskDraft(
                    "t",
                    ModelSpec.of(Shape.flat(1), new Layer.Dense(2), new Layer.Softmax()),
                    SCHEMA,
                    new ValidationSet(Cid.of(new byte[] {1}).text(), 1, 1),
                    new Training(1, 2, Training.Optimiser.SGD, 50_000, 0),
                    Selection.all(),
                    UpdateCheck.crossEntropy(),
                    5,
                    5,
                    3,
                    2,
                    60,
                    2,
                    7)
            .toSpec();
    static final TaskContext TASK = new TaskContext("federation", SPEC, SPEC.digest());
    static final float[] BASE = SeededParameters.draw(SPEC.model(), 7);
    static final String BASE_CID = Cid.of(ModelBlob.encode(SPEC.model(), BASE)).text();

    final ContentStore store;
    final HeadWatch watch = new HeadWatch();
    final NodeTools tools;
    private final List<ExecutorService> threads =
            List.of(Executors.newFixedThreadPool(1), Executors.newFixedThreadPool(4), Executors.newCachedThreadPool());

    NodeFixture(Path state) {
        this(state, Retention.defaults(), ContentStore.inMemory());
    }

    NodeFixture(Path state, Retention retention, ContentStore store) {
        this(state, retention, store, OwnScores.none());
    }

    NodeFixture(Path state, OwnScores scores) {
        this(state, Retention.defaults(), ContentStore.inMemory(), scores);
    }

    private NodeFixture(Path state, Retention retention, ContentStore store, OwnScores scores) {
        NodeSettings usual = NodeSettings.of("federation", "t", state);
        this.store = store;
        this.tools = new NodeTools(
                new NodeSettings(
                        usual.channel(),
                        usual.tasks(),
                        state,
                        usual.parallel(),
                        usual.terms(),
                        retention,
                        scores,
                        usual.fallback(),
                        usual.patience(),
                        usual.simulationSeed()),
                store,
                new Models(store),
                new SealedUpdates(state),
                new ChainSecrets(state, java.util.OptionalLong.empty()),
                threads.get(0),
                threads.get(1),
                threads.get(1),
                threads.get(2),
                ProgressLog.none(),
                NodeObserver.NONE);
    }

    static TaskRecord record(TaskState state) {
        return new TaskRecord(1, SPEC, SPEC.digest(), "AMSP/admin", state, null, null);
    }

    static VersionRecord version(VersionState state, long deadlineMillis, List<Contributor> contributors) {
        return new VersionRecord(
                1,
                "t",
                0,
                BASE_CID,
                state,
                "00".repeat(32),
                List.of(ME, OTHER),
                deadlineMillis - 60_000,
                deadlineMillis,
                0,
                state == VersionState.CLOSED ? deadlineMillis - 30_000 : null,
                contributors,
                600_000,
                0);
    }

    static HashChain chain() {
        return new HashChain(new byte[32], 3);
    }

    Member member(FederationContract contract) {
        FeatureRows rows = new FeatureRows(new float[] {-1, 1, 2, -2}, new int[] {0, 1, 1, 0}, 1);
        LocalRows local = new LocalRows(schema -> rows, 0);
        return new Member(
                new Participant(1, ME, List.of(Role.TRAINER, Role.AGGREGATOR), false),
                contract,
                new LocalUpdateMaker(local, java.util.Optional.empty(), tools.sealed()),
                local,
                5,
                chain(),
                new AtomicReference<>(chain().tip()));
    }

    @Override
    public void close() {
        threads.forEach(ExecutorService::shutdownNow);
    }
}
