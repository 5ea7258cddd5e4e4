package org.fedfabric.benchmarks.network;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Calls of a ledger or a store, so many at a time, each timed. None may fail: a failure ends the benchmark. */
final class Crowd implements AutoCloseable {
    private static final long DEADLINE_SECONDS = 300;

    private final ExecutorService callers;

    /** A crowd of so many callers. */
    Crowd(int callers) {
        this.callers = Executors.newFixedThreadPool(callers);
    }

    /** One call. */
    @FunctionalInterface
    interface Step {
        void run() throws Exception;
    }

    /**
     * What came of all calls.
     *
     * @param seconds until the last was answered
     * @param millis how long each took, ascending
     */
    record Outcome(double seconds, double[] millis) {}

    /** Makes the calls, as many at once as there are callers. */
    Outcome run(List<? extends Step> steps) throws InterruptedException {
        long start = System.nanoTime();
        List<Future<Double>> made = new ArrayList<>();
        for (Step step : steps) {
            made.add(callers.submit(() -> millis(step)));
        }
        double[] millis = new double[made.size()];
        for (int i = 0; i < millis.length; i++) {
            try {
                millis[i] = made.get(i).get(DEADLINE_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                throw new IllegalStateException(
                        "Every call must succeed: " + e.getCause().getMessage(), e.getCause());
            } catch (TimeoutException e) {
                throw new IllegalStateException("Every call must be answered within " + DEADLINE_SECONDS + " s.", e);
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        java.util.Arrays.sort(millis);
        return new Outcome(seconds, millis);
    }

    /** Makes one call after the other. */
    static Outcome oneByOne(List<? extends Step> steps) {
        double[] millis = new double[steps.size()];
        double sum = 0;
        for (int i = 0; i < millis.length; i++) {
            millis[i] = timed(steps.get(i));
            sum += millis[i];
        }
        java.util.Arrays.sort(millis);
        return new Outcome(sum / 1e3, millis);
    }

    /** Milliseconds a call takes. */
    static double timed(Step step) {
        try {
            return millis(step);
        } catch (Exception e) {
            throw new IllegalStateException("Every call must succeed: " + e.getMessage(), e);
        }
    }

    private static double millis(Step step) throws Exception {
        long start = System.nanoTime();
        step.run();
        return (System.nanoTime() - start) / 1e6;
    }

    @Override
    public void close() {
        callers.shutdownNow();
    }
}
