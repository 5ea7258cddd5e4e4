package org.fedfabric.chaincode.judging;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.fedfabric.chaincode.observing.EndorserObserver;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.contentstore.ContentStore;
import org.fedfabric.protocol.data.FeatureRows;
import org.fedfabric.protocol.ledger.Verdict;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.model.ModelBlob;
import org.fedfabric.protocol.model.SeededParameters;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.protocol.refusal.RefusalException;
import org.fedfabric.protocol.task.InitialModel;
import org.fedfabric.protocol.task.TaskSpec;

/**
 * One endorser's judge: its content store, its threads, what it remembers. Every call waits at most 6 s in all; then it is
 * refused as BUSY while the work goes on, and a retry finds it done.
 */
final class EndorserJudging implements Judging {
    /** Longest wait of a call (protocol.md §2): two endorsers in turn stay below a client's 30 s with retries. */
    private static final Duration WAIT = Duration.ofSeconds(6);

    /** Recomputed versions to remember, so that a caller who was told to retry gets what it asked for. */
    private static final int RECOMPUTATIONS = 64;

    private final JudgingPool pool = new JudgingPool();
    private final EndorserClock clock;
    private final Materials materials;
    private final Judgements judgements;
    private final Aggregates aggregates;
    private final Jobs<VersionOf, Successor> recomputations = new Jobs<>(
            (version, work) -> pool.recompute(work), Memory.ofEntries(RECOMPUTATIONS), successor -> true, found -> {});

    private record VersionOf(String channel, VersionRecord closed) {}

    EndorserJudging(ContentStore store, EndorserClock clock, EndorserObserver observer) {
        this.clock = clock;
        this.materials = new Materials(store, pool, observer);
        this.judgements = new Judgements(materials, pool, clock, observer);
        this.aggregates = new Aggregates(materials, judgements, pool, observer);
    }

    @Override
    public long epochMillis() {
        return clock.epochMillis();
    }

    @Override
    public int verdicts() {
        return judgements.size();
    }

    @Override
    public FeatureRows validation(TaskSpec spec) {
        return Patience.of(WAIT).await(pool.begin(() -> materials.validation(spec)), "Fetching the validation set");
    }

    @Override
    public void checkInitialModel(TaskSpec spec) {
        Patience.of(WAIT)
                .await(
                        pool.begin(() -> {
                            if (spec.initialModel() instanceof InitialModel.Seeded seeded) {
                                checkSeeded(spec, seeded);
                            } else {
                                float[] model = materials.model(
                                        spec, spec.initialModel().cid());
                                materials.keep(ModelBlob.encode(spec.model(), model));
                            }
                            return spec;
                        }),
                        "Checking the initial model");
    }

    @Override
    public long scoreMicros(Terms terms, String modelCid) {
        return Patience.of(WAIT).await(pool.begin(() -> materials.scoreMicros(terms, modelCid)), "Scoring the model");
    }

    @Override
    public Verdict judge(Claim claim) {
        Finding finding = Patience.of(WAIT).await(judgements.of(claim), "Judging " + claim.participantId());
        if (finding instanceof Finding.Judged judged) {
            return judged.verdict();
        }
        throw new RefusalException(
                RefusalCode.CONTENT_UNAVAILABLE,
                "The bytes of the update of " + claim.participantId() + " must be fetched. "
                        + ((Finding.Missing) finding).detail());
    }

    @Override
    public Successor successor(Terms terms, VersionRecord closed, List<Claim> claims, List<String> unavailable) {
        Patience patience = Patience.of(WAIT);
        List<CompletableFuture<Void>> confirmations = new ArrayList<>();
        for (Claim claim : claims) {
            if (unavailable.contains(claim.participantId())) {
                confirmations.add(judgements.confirmMissing(claim));
            }
        }
        CompletableFuture<Successor> successor = aggregates.of(terms, closed, claims, unavailable);
        confirmations.forEach(confirmation -> patience.await(confirmation, "Trying once more to fetch"));
        return patience.await(successor, "Putting version " + (closed.version() + 1) + " together");
    }

    @Override
    public Successor recompute(Terms terms, VersionRecord closed, List<Claim> claims, List<String> unavailable) {
        CompletableFuture<Successor> work = recomputations.of(new VersionOf(terms.channel(), closed), () -> {
            Materials fresh = materials.withoutMemory();
            long baseScoreMicros = fresh.scoreMicros(terms, closed.modelCid());
            Judgements inTurn = Judgements.inTurn(fresh, pool, clock, EndorserObserver.NONE);
            Successor successor = new Aggregates(fresh, inTurn, pool, EndorserObserver.NONE)
                    .compute(
                            terms,
                            closed,
                            claims.stream()
                                    .map(claim -> claim.against(baseScoreMicros))
                                    .toList(),
                            unavailable);
            long scoreMicros = successor.model() == null ? baseScoreMicros : successor.scoreMicros();
            return new Successor(successor.judged(), successor.cid(), null, scoreMicros);
        });
        return Patience.of(WAIT).await(work, "Recomputing version " + (closed.version() + 1));
    }

    @Override
    public void keep(Successor successor) {
        if (successor.model() != null) {
            materials.keep(successor.model());
        }
    }

    @Override
    public void close() {
        pool.close();
    }

    private void checkSeeded(TaskSpec spec, InitialModel.Seeded seeded) {
        float[] drawn = SeededParameters.draw(spec.model(), seeded.seed());
        byte[] bytes = ModelBlob.encode(spec.model(), drawn);
        String cid = Cid.of(bytes).text();
        if (!cid.equals(seeded.cid())) {
            throw new RefusalException(
                    RefusalCode.INITIAL_MODEL,
                    "The model drawn from seed " + seeded.seed() + " has CID " + cid + ". Provided value: "
                            + seeded.cid());
        }
        materials.rememberModel(spec, cid, drawn);
        materials.keep(bytes);
    }
}
