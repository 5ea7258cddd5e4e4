package org.fedfabric.experiments.run;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Threads that do the parts of a step at once. */
final class Workers implements AutoCloseable {
    private final ExecutorService pool;
    private final int threads;

    Workers(String name, int threads) {
        this.threads = threads;
        this.pool = Executors.newFixedThreadPool(threads, work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    int threads() {
        return threads;
    }

    /**
     * What all parts give, in their order. Every part has a deadline of its own or only computes.
     *
     * @throws RunException as the first part that failed says; the others have ended then too
     */
    <T> List<T> all(List<Callable<T>> parts) throws RunException, InterruptedException {
        return results(pool.invokeAll(parts));
    }

    /** Starts one part, behind those that were started before. */
    <T> Future<T> start(Callable<T> part) {
        return pool.submit(part);
    }

    /**
     * What parts that were started give, in their order.
     *
     * @throws RunException as the first part that failed says; the others have ended then too
     */
    static <T> List<T> results(List<Future<T>> parts) throws RunException, InterruptedException {
        List<T> results = new ArrayList<>();
        RunException failure = null;
        for (Future<T> part : parts) {
            try {
                results.add(part.get());
            } catch (ExecutionException e) {
                Throwable cause = e.getCause();
                failure = failure != null
                        ? failure
                        : cause instanceof RunException own
                                ? own
                                : new RunException(
                                        cause.getMessage() == null ? cause.toString() : cause.getMessage(), cause);
            }
        }
        if (failure != null) {
            throw failure;
        }
        return results;
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }
}
