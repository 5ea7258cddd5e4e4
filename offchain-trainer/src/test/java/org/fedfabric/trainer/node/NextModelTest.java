package org.fedfabric.trainer.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fedfabric.chaincode.judging.Claim;
import org.fedfabric.chaincode.judging.EndorserClock;
import org.fedfabric.chaincode.judging.Judging;
import org.fedfabric.chaincode.judging.Successor;
import org.fedfabric.chaincode.judging.Terms;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.contentstore.ContentStore;
import org.fedfabric.contentstore.ContentUnavailableException;
import org.fedfabric.contentstore.Pinning;
import org.fedfabric.protocol.data.FeatureEncoder;
import org.fedfabric.protocol.data.FeatureRows;
import org.fedfabric.protocol.data.RawColumn;
import org.fedfabric.protocol.data.RawRows;
import org.fedfabric.protocol.data.RowsBlob;
import org.fedfabric.protocol.ledger.Contributor;
import org.fedfabric.protocol.ledger.Verdict;
import org.fedfabric.protocol.ledger.Verdict.Reason;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.ledger.VersionState;
import org.fedfabric.protocol.model.ForwardPass;
import org.fedfabric.protocol.model.ModelBlob;
import org.fedfabric.protocol.task.Selection;
import org.fedfabric.protocol.task.TaskSpec;
import org.fedfabric.protocol.task.Training;
import org.fedfabric.protocol.task.UpdateCheck;
import org.fedfabric.protocol.task.ValidationSet;
import org.fedfabric.protocol.update.UpdateBlob;
import org.fedfabric.trainer.terms.TaskDraft;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What an aggregator proposes against what an endorser computes, where updates are compared with one another: an Advance with
 * any other model is not endorsed. Four updates are honest, one is turned around, three times as long.
 */
@Timeout(60)
class NextModelTest {
    private static final List<String> FIVE = List.of("AMSP/p1", "AMSP/p2", "BMSP/p1", "BMSP/p2", "CMSP/p1");
    private static final String TURNED = "AMSP/p2";
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final int ROWS_LOG2 = 5;
    private static final FeatureRows ROWS = FeatureEncoder.encode(rows());
    private final ContentStore store = ContentStore.inMemory();
    private final Judging endorser = Judging.of(store, EndorserClock.system());
    private final List<NodeFixture> nodes = new ArrayList<>();

    @TempDir
    Path folder;

    /** A check that compares, and what it finds. */
    enum Check {
        AGREEING(UpdateCheck.agreeing(), Reason.AGAINST),
        FEW_CLASSES(UpdateCheck.fewClasses(5, 10), Reason.DISPROPORTIONATE);

        private final UpdateCheck check;
        private final Reason reason;

        Check(UpdateCheck check, Reason reason) {
            this.check = check;
            this.reason = reason;
        }
    }

    @AfterEach
    void stop() {
        endorser.close();
        nodes.forEach(NodeFixture::close);
    }

    @ParameterizedTest
    @EnumSource
    void an_aggregator_refuses_beside_the_others_what_endorsers_refuse(Check check) throws Exception {
        TaskSpec spec = spec(check, 2);
        VersionRecord closed = closed(spec, store);
        Successor endorsed = endorsed(spec, closed);
        assertThat(endorsed.judged().contributors())
                .filteredOn(c -> c.verdict().outcome() == Verdict.Outcome.REJECTED)
                .singleElement()
                .satisfies(c -> assertThat(c.id()).isEqualTo(TURNED))
                .satisfies(c -> assertThat(c.verdict().reason()).isEqualTo(check.reason));
        assertThat(endorsed.cid()).isNotEqualTo(closed.modelCid());

        assertThat(proposed(spec, closed, store)).isEqualTo(endorsed.cid());
    }

    @ParameterizedTest
    @EnumSource
    void an_aggregator_keeps_the_model_where_comparing_leaves_less_than_the_quorum(Check check) throws Exception {
        TaskSpec spec = spec(check, 5);
        VersionRecord closed = closed(spec, store);
        assertThat(endorsed(spec, closed).cid()).isEqualTo(closed.modelCid());

        assertThat(proposed(spec, closed, store)).isEqualTo(closed.modelCid());
    }

    /** The others alone are too few to compare and would make another model. */
    @ParameterizedTest
    @EnumSource
    void an_aggregator_that_lacks_an_update_proposes_nothing_until_it_has_it(Check check) throws Exception {
        TaskSpec spec = spec(check, 2);
        VersionRecord closed = closed(spec, store);
        ContentStore own = ContentStore.inMemory();
        closed(spec, own);
        Contributor missing = closed.contributors().get(3);
        own.unpin(Cid.parse(missing.cid()), SECOND);
        own.collectGarbage(SECOND);

        assertThatThrownBy(() -> proposed(spec, closed, own))
                .isInstanceOf(ContentUnavailableException.class)
                .hasMessageContaining(missing.cid());

        own.put(store.get(Cid.parse(missing.cid()), missing.lengthBytes(), SECOND), Pinning.PINNED, SECOND);
        assertThat(proposed(spec, closed, own)).isEqualTo(endorsed(spec, closed).cid());
    }

    private String proposed(TaskSpec spec, VersionRecord closed, ContentStore own) throws Exception {
        NodeFixture node = new NodeFixture(folder.resolve("node" + nodes.size()), Retention.defaults(), own);
        nodes.add(node);
        Map<String, Verdict> verdicts = new LinkedHashMap<>();
        for (Claim claim : claims(spec, closed)) {
            Verdict verdict = endorser.judge(claim);
            assertThat(verdict.outcome()).as("by itself").isEqualTo(Verdict.Outcome.INCLUDED);
            verdicts.put(claim.header().participantId(), verdict);
        }
        return new NextModel(context(spec), node.tools).cidAfter(closed, verdicts);
    }

    private Successor endorsed(TaskSpec spec, VersionRecord closed) {
        return endorser.successor(terms(spec), closed, claims(spec, closed), List.of());
    }

    private static List<Claim> claims(TaskSpec spec, VersionRecord closed) {
        return closed.contributors().stream()
                .map(c -> new Claim(
                        terms(spec),
                        context(spec).header(0, closed.modelCid(), c.id()),
                        c.cid(),
                        c.lengthBytes(),
                        c.rowsLog2(),
                        closed.scoreMicros(),
                        "00".repeat(32)))
                .toList();
    }

    private static Terms terms(TaskSpec spec) {
        return new Terms("federation", spec, spec.digest());
    }

    private static TaskContext context(TaskSpec spec) {
        return new TaskContext("federation", spec, spec.digest());
    }

    private static TaskSpec spec(Check check, int quorum) {
        byte[] validation = RowsBlob.encode(rows());
        return new TaskDraft(
                        "t",
                        NodeFixture.SPEC.model(),
                        NodeFixture.SCHEMA,
                        new ValidationSet(Cid.of(validation).text(), validation.length, ROWS.rows()),
                        new Training(1, 2, Training.Optimiser.SGD, 50_000, 0),
                        Selection.all(),
                        check.check,
                        5,
                        ROWS_LOG2,
                        3,
                        quorum,
                        60,
                        2,
                        7)
                .toSpec();
    }

    private static RawRows rows() {
        double[] x = new double[20];
        int[] labels = new int[x.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = i - 9.75;
            labels[i] = x[i] > 0 ? 1 : 0;
        }
        return new RawRows(NodeFixture.SCHEMA, List.of(new RawColumn.Numbers(x)), labels);
    }

    /** A closed version whose updates lie in a store, with its base and validation rows. */
    private VersionRecord closed(TaskSpec spec, ContentStore in) throws Exception {
        in.put(RowsBlob.encode(rows()), Pinning.PINNED, SECOND);
        in.put(ModelBlob.encode(spec.model(), NodeFixture.BASE), Pinning.PINNED, SECOND);
        List<Contributor> contributors = new ArrayList<>();
        for (String id : FIVE) {
            byte[] bytes = UpdateBlob.encode(
                    context(spec).header(0, NodeFixture.BASE_CID, id),
                    downhill(spec, id.equals(TURNED) ? -0.03 : 0.01));
            Cid cid = in.put(bytes, Pinning.PINNED, SECOND);
            contributors.add(new Contributor(id, cid.text(), bytes.length, ROWS_LOG2, null, null));
        }
        VersionRecord pair =
                NodeFixture.version(VersionState.CLOSED, System.currentTimeMillis() + 60_000, contributors);
        return new VersionRecord(
                1,
                spec.name(),
                0,
                pair.modelCid(),
                VersionState.CLOSED,
                pair.seed(),
                FIVE,
                pair.openedMillis(),
                pair.deadlineMillis(),
                0,
                pair.closedMillis(),
                contributors,
                endorser.scoreMicros(terms(spec), pair.modelCid()),
                0);
    }

    /** The way down the loss, by central differences, this long. */
    private static int[] downhill(TaskSpec spec, double length) {
        float[] base = NodeFixture.BASE;
        double[] gradient = new double[base.length];
        double squared = 0;
        for (int j = 0; j < base.length; j++) {
            float[] up = base.clone();
            float[] down = base.clone();
            up[j] += 1e-2f;
            down[j] -= 1e-2f;
            gradient[j] = loss(spec, up) - loss(spec, down);
            squared += gradient[j] * gradient[j];
        }
        int[] values = new int[base.length];
        double steps = Math.scalb(
                length, spec.quantisation().scaleBits() + spec.quantisation().weightLog2(ROWS_LOG2));
        for (int j = 0; j < values.length; j++) {
            values[j] = (int) Math.rint(-steps * gradient[j] / Math.sqrt(squared));
        }
        return values;
    }

    private static double loss(TaskSpec spec, float[] model) {
        float[] logits = ForwardPass.of(spec.model()).logits(model, ROWS.features(), ROWS.rows());
        double sum = 0;
        for (int i = 0; i < ROWS.rows(); i++) {
            int label = ROWS.labels()[i];
            sum += Math.log1p(Math.exp(logits[2 * i + 1 - label] - logits[2 * i + label]));
        }
        return sum;
    }
}
