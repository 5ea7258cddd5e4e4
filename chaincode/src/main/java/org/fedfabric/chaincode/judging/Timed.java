package org.fedfabric.chaincode.judging;

import java.util.concurrent.Callable;
import org.fedfabric.chaincode.observing.EndorserObserver;
import org.fedfabric.chaincode.observing.EndorserObserver.Step;

/** Does work and tells an observer how long each part took, failures included. */
final class Timed {
    private final JudgingPool pool;
    private final EndorserObserver observer;

    Timed(JudgingPool pool, EndorserObserver observer) {
        this.pool = pool;
        this.observer = observer;
    }

    /** Computes on the calling thread when a core is free; waiting and computing are told apart. */
    <T> T compute(Step step, Callable<T> work) throws Exception {
        long askedNanos = System.nanoTime();
        return pool.compute(() -> {
            observer.took(Step.WAIT_FOR_CORE, System.nanoTime() - askedNanos);
            return run(step, work);
        });
    }

    /** Does at once what mostly waits for others. */
    <T> T run(Step step, Callable<T> work) throws Exception {
        long begunNanos = System.nanoTime();
        try {
            return work.call();
        } finally {
            observer.took(step, System.nanoTime() - begunNanos);
        }
    }
}
