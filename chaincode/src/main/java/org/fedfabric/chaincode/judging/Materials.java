package org.fedfabric.chaincode.judging;

import java.time.Duration;
import org.fedfabric.chaincode.observing.EndorserObserver;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.contentstore.ContentMismatchException;
import org.fedfabric.contentstore.ContentStore;
import org.fedfabric.contentstore.ContentStoreException;
import org.fedfabric.contentstore.Pinning;
import org.fedfabric.contentstore.StoreFailureException;
import org.fedfabric.protocol.canonical.Digests;
import org.fedfabric.protocol.data.DataSchema;
import org.fedfabric.protocol.data.FeatureEncoder;
import org.fedfabric.protocol.data.FeatureRows;
import org.fedfabric.protocol.data.RowsBlob;
import org.fedfabric.protocol.judging.Judge;
import org.fedfabric.protocol.model.ModelBlob;
import org.fedfabric.protocol.model.ModelSpec;
import org.fedfabric.protocol.model.SeededParameters;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.protocol.refusal.RefusalException;
import org.fedfabric.protocol.task.InitialModel;
import org.fedfabric.protocol.task.TaskSpec;

/**
 * What judging needs beside the updates: validation sets, models and their scores, and the updates' bytes once more for
 * the sum. All of it is named by its content's address, so it can be remembered without ever being wrong.
 */
final class Materials {
    /** Longest time for any fetch (protocol.md §4): below the gateway's endorsement timeout of 8 s. */
    static final Duration FETCH_DEADLINE = Duration.ofSeconds(5);

    /**
     * What each memory of bytes may hold: models of several tasks, updates between judging and summing, validation sets.
     * A thirty-second of the heap, so that the endorsers of an embedded network fit into one; what does not fit is read
     * from the store or computed again.
     */
    static final long MEMORY_BYTES = Math.min(64L << 20, Runtime.getRuntime().maxMemory() / 32);

    private static final int SCORES = 4_096;

    /** Bases and successors of the versions under way in as many tasks as an endorser judges at a time. */
    private static final int MODELS = 32;

    /** As many as four versions can have. */
    private static final int UPDATES = 16_384;

    private final ContentStore store;
    private final JudgingPool pool;
    private final EndorserObserver observer;
    private final Timed timed;
    private final Memory<String, FeatureRows> validations =
            new Memory<>(MEMORY_BYTES, rows -> 4L * rows.features().length);
    private final Memory<String, float[]> models = Memory.ofBytes(MEMORY_BYTES, MODELS, model -> 4L * model.length);
    /** A task's judge remembers what its base is worth for each class, so one stays for all updates of a version. */
    private final Memory<String, Judge> judges =
            new Memory<>(MEMORY_BYTES, judge -> 4L * judge.validation().features().length);

    private final Memory<String, Long> scores = Memory.ofEntries(SCORES);
    private final Memory<String, byte[]> updates = Memory.ofBytes(MEMORY_BYTES, UPDATES, bytes -> bytes.length);

    Materials(ContentStore store, JudgingPool pool, EndorserObserver observer) {
        this.store = store;
        this.pool = pool;
        this.observer = observer;
        this.timed = new Timed(pool, observer);
    }

    /** The same store and threads, with nothing remembered and nobody told: what an audit repeats is not counted again. */
    Materials withoutMemory() {
        return new Materials(store, pool, EndorserObserver.NONE);
    }

    /**
     * A task's validation set.
     *
     * @throws RefusalException CONTENT_UNAVAILABLE if it cannot be had now, SPEC_IMPOSSIBLE if it is not what the spec
     *     says of it
     */
    FeatureRows validation(TaskSpec spec) throws Exception {
        return validations.get(spec.validation() + Digests.ofRecord(spec.data()), () -> {
            byte[] bytes = fetch(
                    spec.validation().cid(),
                    spec.validation().lengthBytes(),
                    "The validation set",
                    RefusalCode.SPEC_IMPOSSIBLE);
            FeatureRows rows = decode(spec.data(), bytes);
            if (rows.rows() != spec.validation().rows()) {
                throw new RefusalException(
                        RefusalCode.SPEC_IMPOSSIBLE,
                        "validation.rows must be the number of rows of the validation set, " + rows.rows()
                                + ". Provided value: " + spec.validation().rows());
            }
            return rows;
        });
    }

    /** The parameters of a model version, drawn again or fetched. */
    float[] model(TaskSpec spec, String cid) throws Exception {
        return models.get(modelKey(spec.model(), cid), () -> {
            if (spec.initialModel() instanceof InitialModel.Seeded seeded
                    && seeded.cid().equals(cid)) {
                return SeededParameters.draw(spec.model(), seeded.seed());
            }
            byte[] bytes = fetch(cid, ModelBlob.lengthBytes(spec.model()), "The model", RefusalCode.INITIAL_MODEL);
            try {
                return ModelBlob.decode(spec.model(), bytes);
            } catch (IllegalArgumentException e) {
                throw new RefusalException(RefusalCode.INITIAL_MODEL, e.getMessage());
            }
        });
    }

    /** Remembers a model that was computed here. */
    void rememberModel(TaskSpec spec, String cid, float[] model) {
        models.put(modelKey(spec.model(), cid), model);
    }

    /** A model's own score on a task's validation set, in millionths of the task's metric. */
    long scoreMicros(Terms terms, String modelCid) throws Exception {
        return scores.get(terms.digest() + modelCid, () -> {
            float[] model = model(terms.spec(), modelCid);
            Judge judge = judge(terms);
            return timed.compute(EndorserObserver.Step.SCORE_MODEL, () -> judge.scoreMicros(model));
        });
    }

    /** Who judges a task's updates. */
    Judge judge(Terms terms) throws Exception {
        return judges.get(terms.digest(), () -> new Judge(terms.spec(), validation(terms.spec())));
    }

    /**
     * The bytes of an update.
     *
     * @throws ContentStoreException why they cannot be had
     */
    byte[] update(Claim claim, Duration deadline) throws ContentStoreException {
        byte[] known = updates.known(claim.cid());
        if (known != null && known.length == claim.lengthBytes()) {
            observer.asked(EndorserObserver.Work.UPDATE_BYTES, EndorserObserver.Found.KNOWN);
            return known;
        }
        observer.asked(EndorserObserver.Work.UPDATE_BYTES, EndorserObserver.Found.NEW);
        byte[] bytes = fetched(claim, deadline);
        updates.put(claim.cid(), bytes);
        return bytes;
    }

    private byte[] fetched(Claim claim, Duration deadline) throws ContentStoreException {
        long begunNanos = System.nanoTime();
        try {
            return store.get(Cid.parse(claim.cid()), claim.lengthBytes(), deadline);
        } finally {
            observer.took(EndorserObserver.Step.FETCH, System.nanoTime() - begunNanos);
        }
    }

    /**
     * Makes this enterprise's store hold a model, unpinned: trainers pin what they keep.
     *
     * @throws RefusalException CONTENT_UNAVAILABLE if the store cannot
     */
    void keep(byte[] model) {
        long begunNanos = System.nanoTime();
        try {
            store.put(model, Pinning.UNPINNED, FETCH_DEADLINE);
        } catch (StoreFailureException e) {
            throw unavailable("The content store must take the model", e);
        } finally {
            observer.took(EndorserObserver.Step.STORE_MODEL, System.nanoTime() - begunNanos);
        }
    }

    private byte[] fetch(String cid, long lengthBytes, String what, RefusalCode whenWrong) {
        try {
            return store.get(Cid.parse(cid), lengthBytes, FETCH_DEADLINE);
        } catch (ContentMismatchException e) {
            throw new RefusalException(whenWrong, what + " must be what its record says. " + e.getMessage());
        } catch (ContentStoreException e) {
            throw unavailable(what + " must be fetched", e);
        }
    }

    private static FeatureRows decode(DataSchema schema, byte[] bytes) {
        try {
            return FeatureEncoder.encode(RowsBlob.decode(schema, bytes));
        } catch (IllegalArgumentException e) {
            throw new RefusalException(
                    RefusalCode.SPEC_IMPOSSIBLE, "The validation set must fit the task's data. " + e.getMessage());
        }
    }

    private static RefusalException unavailable(String what, ContentStoreException e) {
        return new RefusalException(RefusalCode.CONTENT_UNAVAILABLE, what + ". " + e.getMessage());
    }

    private static String modelKey(ModelSpec spec, String cid) {
        return Digests.ofRecord(spec) + cid;
    }
}
