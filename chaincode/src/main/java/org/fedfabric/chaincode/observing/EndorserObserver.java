package org.fedfabric.chaincode.observing;

import java.util.List;
import org.fedfabric.protocol.ledger.Verdict;
import org.fedfabric.protocol.refusal.RefusalCode;

/**
 * Told of what an endorser does; from any thread, so it must be safe for that, and it must return at once and throw
 * nothing. Every method does nothing unless an implementation says otherwise.
 */
public interface EndorserObserver {
    /** Watches nothing. */
    EndorserObserver NONE = new EndorserObserver() {};

    /** Tells several, one after the other. */
    static EndorserObserver all(List<EndorserObserver> observers) {
        return new ObserverList(observers);
    }

    /** A part of the work that is timed by itself. The time of a whole call is {@link #called}'s. */
    enum Step {
        /** An update's bytes, from the own content store or through it; verified. */
        FETCH,
        /** Waiting until a processor is free for the next computation. */
        WAIT_FOR_CORE,
        /** Decoding an update, its norm and its score on the validation set. */
        DECODE_SCORE,
        /** Decoding all included updates once more, from remembered bytes if there was room for them. */
        DECODE_FOR_SUM,
        /** Comparing a version's updates with one another, where the task's check asks for it. */
        COMPARE,
        /** The weighted sum and the next model. */
        AGGREGATE,
        /** The next model's bytes. */
        ENCODE,
        /** The address of those bytes, their hash. */
        ADDRESS,
        /** The next model's own score. */
        SCORE_MODEL,
        /** A model of part of the included updates and its score, to measure what each update contributed. */
        SCORE_COALITION,
        /** Handing the next model to the own content store. */
        STORE_MODEL
    }

    /** Something that is done once and remembered. */
    enum Work {
        /** The verdict on an update. */
        VERDICT,
        /** What follows a closed version. */
        SUCCESSOR,
        /** The bytes of an update, needed for judging and once more for the sum. */
        UPDATE_BYTES
    }

    /** How work stood when it was asked for. */
    enum Found {
        /** Done and remembered. */
        KNOWN,
        /** Under way; the caller waits for it. */
        RUNNING,
        /** Not begun; begun now. */
        NEW
    }

    /**
     * A function was called and has an answer.
     *
     * @param function its name, or {@code unknown}
     * @param refusal why there is no result, or null
     * @param nanos how long it took
     */
    default void called(String function, RefusalCode refusal, long nanos) {}

    /** A part of the work is done, well or not. */
    default void took(Step step, long nanos) {}

    /** Work was asked for. */
    default void asked(Work work, Found found) {}

    /** An update was judged here; not told again when the verdict is remembered. */
    default void judged(String task, long version, String participantId, Verdict verdict) {}

    /**
     * The successor of a closed version was put together here.
     *
     * @param version the successor's number
     * @param cid its model's address
     * @param included how many updates are in it
     */
    default void composed(String task, long version, String cid, long included) {}
}
