package org.fedfabric.chaincode.judging;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
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
public final class Judging implements AutoCloseable {
    /** Longest wait of a call (protocol.md §2): two endorsers in turn stay below a client's 30 s with retries. */
    private static final Duration WAIT = Duration.ofSeconds(6);

    /** Judge queries at a time (protocol.md §4): they must not take the threads that Advance needs. */
    private static final int MAX_JUDGE_CALLS = 4;

    /** Recomputed versions to remember, so that a caller who was told to retry gets what it asked for. */
    private static final int RECOMPUTATIONS = 64;

    private final JudgingPool pool = new JudgingPool();
    private final EndorserClock clock;
    private final Materials materials;
    private final Judgements judgements;
    private final Aggregates aggregates;
    private final Jobs<VersionOf, Successor> recomputations =
            new Jobs<>(pool::recompute, Memory.ofEntries(RECOMPUTATIONS), successor -> true);
    private final Semaphore judgeCalls = new Semaphore(MAX_JUDGE_CALLS);

    private record VersionOf(String channel, VersionRecord closed) {}

    /**
     * A judge.
     *
     * @param store the enterprise's own content store
     * @param clock the endorser's clocks
     */
    public Judging(ContentStore store, EndorserClock clock) {
        this.clock = clock;
        this.materials = new Materials(store, pool);
        this.judgements = new Judgements(materials, pool, clock);
        this.aggregates = new Aggregates(materials, judgements, pool);
    }

    /** This endorser's clock in milliseconds since 1970: decides only whether it endorses. */
    public long epochMillis() {
        return clock.epochMillis();
    }

    /**
     * Fetches and encodes a task's validation set.
     *
     * @throws RefusalException CONTENT_UNAVAILABLE, SPEC_IMPOSSIBLE or BUSY
     */
    public FeatureRows validation(TaskSpec spec) {
        return Patience.of(WAIT).await(pool.judge(() -> materials.validation(spec)), "Fetching the validation set");
    }

    /**
     * Checks that a task's initial model is what the spec says of it, as far as its bytes tell, and makes this
     * enterprise's store hold it.
     *
     * @throws RefusalException INITIAL_MODEL, CONTENT_UNAVAILABLE or BUSY
     */
    public void checkInitialModel(TaskSpec spec) {
        Patience.of(WAIT)
                .await(
                        pool.judge(() -> {
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

    /**
     * A model's own score on the task's validation set, in millionths of the task's metric.
     *
     * @throws RefusalException CONTENT_UNAVAILABLE or BUSY
     */
    public long scoreMicros(Terms terms, String modelCid) {
        return Patience.of(WAIT).await(pool.judge(() -> materials.scoreMicros(terms, modelCid)), "Scoring the model");
    }

    /**
     * The verdict on one update.
     *
     * @throws RefusalException CONTENT_UNAVAILABLE if its bytes cannot be had now, BUSY if four such calls are under way
     *     or this one takes too long
     */
    public Verdict judge(Claim claim) {
        if (!judgeCalls.tryAcquire()) {
            throw new RefusalException(
                    RefusalCode.BUSY,
                    "At most " + MAX_JUDGE_CALLS + " calls of Judge must be under way. Provided value: one more");
        }
        try {
            Finding finding = Patience.of(WAIT).await(judgements.of(claim), "Judging " + claim.participantId());
            if (finding instanceof Finding.Judged judged) {
                return judged.verdict();
            }
            throw new RefusalException(
                    RefusalCode.CONTENT_UNAVAILABLE,
                    "The bytes of the update of " + claim.participantId() + " must be fetched. "
                            + ((Finding.Missing) finding).detail());
        } finally {
            judgeCalls.release();
        }
    }

    /**
     * What follows a closed version.
     *
     * @param claims one for each contributor, in the version's order
     * @param unavailable ids of contributors whose bytes are said to be withheld: this endorser makes sure
     * @throws RefusalException AVAILABLE if one of those has bytes, CONTENT_UNAVAILABLE if another has none, BUSY
     */
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

    /**
     * What this endorser computes to follow a closed version when it takes nothing over from judging it: every byte is
     * read again, every update judged again, against a score of the base computed again. Comes without the model's bytes.
     *
     * @param unavailable ids of contributors that the ledger has as unavailable
     * @throws RefusalException CONTENT_UNAVAILABLE or BUSY
     */
    public Successor recompute(Terms terms, VersionRecord closed, List<Claim> claims, List<String> unavailable) {
        CompletableFuture<Successor> work = recomputations.of(new VersionOf(terms.channel(), closed), () -> {
            Materials fresh = materials.withoutMemory();
            long baseScoreMicros = fresh.scoreMicros(terms, closed.modelCid());
            Successor successor = new Aggregates(fresh, new Judgements(fresh, pool, clock), pool)
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

    /** Makes this enterprise's store hold the new model, unpinned: trainers pin what they keep. */
    public void keep(Successor successor) {
        if (successor.model() != null) {
            materials.keep(successor.model());
        }
    }

    /** Ends all threads; work under way is given up. */
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
