package org.fedfabric.trainer.node;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.contentstore.ContentStoreException;
import org.fedfabric.protocol.aggregation.WeightedMean;
import org.fedfabric.protocol.aggregation.WeightedUpdate;
import org.fedfabric.protocol.ledger.Contributor;
import org.fedfabric.protocol.ledger.Verdict;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.round.VersionRules;
import org.fedfabric.protocol.task.TaskSpec;
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
        VersionRecord judged = VersionRules.judged(spec, closed, verdicts);
        if (!VersionRules.isFruitful(spec, judged.contributors())) {
            return closed.modelCid();
        }
        List<Future<WeightedUpdate>> fetching = new ArrayList<>();
        for (Contributor contributor : judged.contributors()) {
            if (contributor.verdict().outcome() == Verdict.Outcome.INCLUDED) {
                fetching.add(tools.judging()
                        .submit(() -> new WeightedUpdate(
                                values(closed, contributor), contributor.weight(), contributor.rowsLog2())));
            }
        }
        float[] base = tools.models().parameters(spec, closed.modelCid());
        List<WeightedUpdate> included = new ArrayList<>();
        for (Future<WeightedUpdate> update : fetching) {
            included.add(result(update));
        }
        return tools.models().put(spec, WeightedMean.next(spec, base, included));
    }

    private static WeightedUpdate result(Future<WeightedUpdate> update)
            throws ContentStoreException, InterruptedException {
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
