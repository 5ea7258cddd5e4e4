package org.fedfabric.trainer.node;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.fedfabric.telemetry.logs.Subject;

/**
 * Work that is to succeed once: started when first asked for, again after a pause if it failed, never twice at a time. All
 * methods are called by one thread; the work itself runs elsewhere.
 */
final class Jobs {
    private static final Logger LOG = System.getLogger(Jobs.class.getPackageName());
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(300);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    /** Something to do, elsewhere. */
    interface Job {
        void run() throws Exception;
    }

    private record Failures(int count, long againNanos) {}

    private final String task;
    private final Consumer<Runnable> inbox;
    private final Set<String> startedOrDone = new HashSet<>();
    private final Map<String, Failures> failed = new HashMap<>();

    /**
     * @param task for the log
     * @param inbox takes what the asking thread is to run when a job has ended
     */
    Jobs(String task, Consumer<Runnable> inbox) {
        this.task = task;
        this.inbox = inbox;
    }

    /** Starts the job of this name unless it runs, has succeeded, or failed a moment ago. */
    void once(String name, Executor on, Job job) {
        Failures failures = failed.get(name);
        if (startedOrDone.contains(name) || (failures != null && System.nanoTime() - failures.againNanos() < 0)) {
            return;
        }
        startedOrDone.add(name);
        on.execute(() -> {
            try {
                job.run();
                inbox.accept(() -> failed.remove(name));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                inbox.accept(() -> failed(name, e));
            } catch (Error e) {
                inbox.accept(() -> failed(name, e));
                throw e;
            }
        });
    }

    private void failed(String name, Throwable e) {
        int count = failed.containsKey(name) ? failed.get(name).count() + 1 : 1;
        Duration pause = SHORTEST_PAUSE.multipliedBy(1L << Math.min(count - 1, 10));
        if (pause.compareTo(LONGEST_PAUSE) > 0) {
            pause = LONGEST_PAUSE;
        }
        LOG.log(Level.WARNING, "{0}: {1} failed, again in {2} ms: {3}", Subject.of(task), name, pause.toMillis(), e);
        LOG.log(Level.DEBUG, name, e);
        failed.put(name, new Failures(count, System.nanoTime() + pause.toNanos()));
        startedOrDone.remove(name);
    }

    /** Nanoseconds until a failed job may be started again, at most the given. */
    long nanosUntilNext(long atMost) {
        long now = System.nanoTime();
        return failed.values().stream()
                .mapToLong(f -> Math.max(0, f.againNanos() - now))
                .reduce(atMost, Math::min);
    }

    /** A new version: what was done for the last one is past, and what failed need not be done any more. */
    void forget() {
        startedOrDone.clear();
        failed.clear();
    }
}
