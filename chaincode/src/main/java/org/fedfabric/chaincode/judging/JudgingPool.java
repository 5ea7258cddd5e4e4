package org.fedfabric.chaincode.judging;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.protocol.refusal.RefusalException;

/**
 * The threads that fetch and judge, apart from those that talk to the peer. Threads start with the first work and end
 * after half a minute without any.
 */
final class JudgingPool implements AutoCloseable {
    /** Fetches at a time: a withheld update holds its thread for 5 s, and others must get past it. */
    private static final int FETCHING_THREADS = 16;

    /** Of these, for updates of one enterprise's participants: who withholds many delays its own. */
    private static final int FETCHING_PER_ENTERPRISE = 6;

    /** One version's worth of updates at the protocol's limit, twice. */
    private static final int MAX_WAITING = 8_192;

    /** Versions put together at a time, as many as calls of Advance get in; they mostly wait for judgements. */
    private static final int AGGREGATING_THREADS = 8;

    /** Tasks that are created or started at a time: the bytes of their terms may be nowhere. */
    private static final int BEGINNING_THREADS = 4;

    private final ThreadPoolExecutor judging = pool("judging", FETCHING_THREADS, MAX_WAITING);
    private final Lanes lanes = new Lanes(judging, FETCHING_PER_ENTERPRISE, MAX_WAITING);
    private final ThreadPoolExecutor beginning = pool("beginning", BEGINNING_THREADS, 64);
    private final ThreadPoolExecutor aggregating = pool("aggregating", AGGREGATING_THREADS, 64);

    /** One at a time, its judgements included: an auditor must not slow down those who judge now. */
    private final ThreadPoolExecutor recomputing = pool("recomputing", 1, 16);

    /** Computations at a time: more would only wait for a core. */
    private final Semaphore cores = new Semaphore(Runtime.getRuntime().availableProcessors());

    /**
     * Starts a judgement.
     *
     * @param mspId whose participant's update is judged
     */
    <T> CompletableFuture<T> judge(String mspId, Callable<T> work) {
        return start(task -> lanes.execute(mspId, task), work);
    }

    /** Starts looking at the terms of a task. */
    <T> CompletableFuture<T> begin(Callable<T> work) {
        return start(beginning, work);
    }

    /** Starts putting a version together; it may wait for judgements. */
    <T> CompletableFuture<T> aggregate(Callable<T> work) {
        return start(aggregating, work);
    }

    /** Starts putting a version together for an audit. */
    <T> CompletableFuture<T> recompute(Callable<T> work) {
        return start(recomputing, work);
    }

    /** Computes on the calling thread, when a core is free. */
    <T> T compute(Callable<T> work) throws Exception {
        cores.acquire();
        try {
            return work.call();
        } finally {
            cores.release();
        }
    }

    @Override
    public void close() {
        judging.shutdownNow();
        beginning.shutdownNow();
        aggregating.shutdownNow();
        recomputing.shutdownNow();
    }

    private static <T> CompletableFuture<T> start(Executor pool, Callable<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        try {
            pool.execute(() -> {
                try {
                    result.complete(work.call());
                } catch (Throwable e) {
                    result.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException e) {
            result.completeExceptionally(new RefusalException(
                    RefusalCode.BUSY, "This endorser must have room for more work. Provided value: its queue is full"));
        }
        return result;
    }

    private static ThreadPoolExecutor pool(String name, int threads, int maxWaiting) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads, threads, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(maxWaiting), work -> {
                    Thread thread = new Thread(work, "fedfabric-" + name);
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }
}
