package org.fedfabric.trainer.node;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.contentstore.ContentStoreException;
import org.fedfabric.protocol.aggregation.AggregationRule;
import org.fedfabric.protocol.aggregation.WeightedUpdate;
import org.fedfabric.protocol.data.FeatureEncoder;
import org.fedfabric.protocol.data.FeatureRows;
import org.fedfabric.protocol.data.RowsBlob;
import org.fedfabric.protocol.judging.VersionCheck;
import org.fedfabric.protocol.ledger.Contributor;
import org.fedfabric.protocol.ledger.Verdict;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.round.VersionRules;
import org.fedfabric.protocol.task.TaskSpec;
import org.fedfabric.protocol.task.ValidationSet;
import org.fedfabric.protocol.update.Decoded;
import org.fedfabric.protocol.update.UpdateBlob;

/** Computes the model that follows a closed version, as every endorser will (protocol.md §3). */
final class NextModel {
    /** The own endorser fetched the same bytes a moment ago, so they lie in the own store. */
    private static final Duration FETCH = Duration.ofSeconds(10);

    private final TaskContext task;
    private final NodeTools tools;

    NextModel(TaskContext task, NodeTools tools) {
        this.task = task;
        this.tools = tools;
    }

    /**
     * The successor's address; its bytes are in the store when this returns.
     *
     * @param verdicts one for each contributor
     */
    String cidAfter(VersionRecord closed, Map<String, Verdict> verdicts)
            throws ContentStoreException, InterruptedException {
        TaskSpec spec = task.spec();
        VersionRecord alone = VersionRules.judged(spec, closed, verdicts);
        if (!VersionRules.isFruitful(spec, alone.contributors())) {
            return closed.modelCid();
        }
        Map<String, int[]> values = values(closed, alone);
        VersionRecord judged = VersionCheck.together(spec, closed, alone, values);
        if (!VersionRules.isFruitful(spec, judged.contributors())) {
            return closed.modelCid();
        }
        float[] base = tools.models().parameters(spec, closed.modelCid());
        List<WeightedUpdate> included = new ArrayList<>();
        for (Contributor contributor : judged.contributors()) {
            if (contributor.verdict().outcome() == Verdict.Outcome.INCLUDED) {
                included.add(
                        new WeightedUpdate(values.get(contributor.id()), contributor.weight(), contributor.rowsLog2()));
            }
        }
        AggregationRule rule = AggregationRule.of(spec, this::validation);
        return tools.models().put(spec, rule.next(base, included).parameters());
    }

    private FeatureRows validation() throws ContentStoreException {
        ValidationSet set = task.spec().validation();
        byte[] bytes = tools.store().get(Cid.parse(set.cid()), set.lengthBytes(), FETCH);
        return FeatureEncoder.encode(RowsBlob.decode(task.spec().data(), bytes));
    }

    /** The integers of each included update, by its participant; fetched side by side. */
    private Map<String, int[]> values(VersionRecord closed, VersionRecord judged)
            throws ContentStoreException, InterruptedException {
        Map<String, Future<int[]>> fetching = new LinkedHashMap<>();
        for (Contributor contributor : judged.contributors()) {
            if (contributor.verdict().outcome() == Verdict.Outcome.INCLUDED) {
                fetching.put(contributor.id(), tools.judging().submit(() -> values(closed, contributor)));
            }
        }
        Map<String, int[]> values = new LinkedHashMap<>();
        for (Map.Entry<String, Future<int[]>> update : fetching.entrySet()) {
            values.put(update.getKey(), result(update.getValue()));
        }
        return values;
    }

    private static int[] result(Future<int[]> update) throws ContentStoreException, InterruptedException {
        try {
            return update.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ContentStoreException missing) {
                throw missing;
            }
            throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
        }
    }

    private int[] values(VersionRecord closed, Contributor contributor) throws ContentStoreException {
        byte[] bytes = tools.store().get(Cid.parse(contributor.cid()), contributor.lengthBytes(), FETCH);
        Decoded decoded = UpdateBlob.decode(
                bytes,
                task.header(closed.version(), closed.modelCid(), contributor.id()),
                task.spec().quantisation());
        if (decoded instanceof Decoded.Values values) {
            return values.values();
        }
        throw new IllegalStateException("An included update must decode. Provided value: that of " + contributor.id()
                + ", " + decoded + ". The own endorser judges it otherwise than this node: compare their versions.");
    }
}
