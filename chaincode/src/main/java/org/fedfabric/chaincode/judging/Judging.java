package org.fedfabric.chaincode.judging;

import java.util.List;
import org.fedfabric.chaincode.observing.EndorserObserver;
import org.fedfabric.contentstore.ContentStore;
import org.fedfabric.protocol.data.FeatureRows;
import org.fedfabric.protocol.ledger.Verdict;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.refusal.RefusalException;
import org.fedfabric.protocol.task.TaskSpec;

/**
 * What the functions need of content: everything that takes bytes, time and threads. An endorser's own judge is
 * {@link #of}; an audit puts itself in front of one, to judge again what was judged before.
 */
public interface Judging extends AutoCloseable {
    /**
     * An endorser's judge.
     *
     * @param store the enterprise's own content store
     * @param clock the endorser's clocks
     */
    static Judging of(ContentStore store, EndorserClock clock) {
        return of(store, clock, EndorserObserver.NONE);
    }

    /**
     * An endorser's judge that is watched.
     *
     * @param store the enterprise's own content store
     * @param clock the endorser's clocks
     * @param observer told of the work and of how long it takes
     */
    static Judging of(ContentStore store, EndorserClock clock, EndorserObserver observer) {
        return new EndorserJudging(store, clock, observer);
    }

    /** This endorser's clock in milliseconds since 1970: decides only whether it endorses. */
    long epochMillis();

    /**
     * Fetches and encodes a task's validation set.
     *
     * @throws RefusalException CONTENT_UNAVAILABLE, SPEC_IMPOSSIBLE or BUSY
     */
    FeatureRows validation(TaskSpec spec);

    /**
     * Checks that a task's initial model is what the spec says of it, as far as its bytes tell, and makes this
     * enterprise's store hold it.
     *
     * @throws RefusalException INITIAL_MODEL, CONTENT_UNAVAILABLE or BUSY
     */
    void checkInitialModel(TaskSpec spec);

    /**
     * A model's own score on the task's validation set, in millionths of the task's metric.
     *
     * @throws RefusalException CONTENT_UNAVAILABLE or BUSY
     */
    long scoreMicros(Terms terms, String modelCid);

    /**
     * The verdict on one update.
     *
     * @throws RefusalException CONTENT_UNAVAILABLE if its bytes cannot be had now, BUSY if it takes too long
     */
    Verdict judge(Claim claim);

    /**
     * What follows a closed version.
     *
     * @param claims one for each contributor, in the version's order
     * @param unavailable ids of contributors whose bytes are said to be withheld: this endorser makes sure
     * @throws RefusalException AVAILABLE if one of those has bytes, CONTENT_UNAVAILABLE if another has none, BUSY
     */
    Successor successor(Terms terms, VersionRecord closed, List<Claim> claims, List<String> unavailable);

    /**
     * What this endorser computes to follow a closed version when it takes nothing over from judging it: every byte is
     * read again, every update judged again, against a score of the base computed again. Comes without the model's bytes.
     *
     * @param unavailable ids of contributors that the ledger has as unavailable
     * @throws RefusalException CONTENT_UNAVAILABLE or BUSY
     */
    Successor recompute(Terms terms, VersionRecord closed, List<Claim> claims, List<String> unavailable);

    /** Verdicts that are remembered; none by who does not say otherwise. */
    default int verdicts() {
        return 0;
    }

    /** Makes this enterprise's store hold the new model, unpinned: trainers pin what they keep. */
    void keep(Successor successor);

    /** Ends all threads; work under way is given up. */
    @Override
    void close();
}
