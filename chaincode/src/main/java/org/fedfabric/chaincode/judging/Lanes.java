package org.fedfabric.chaincode.judging;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Work of several owners on the same threads, of which no owner gets more than its share while others have work. */
final class Lanes {
    private final Executor threads;
    private final int perOwner;
    private final int maxWaiting;
    private final Map<String, Integer> running = new HashMap<>();
    private final Map<String, Queue<Runnable>> waiting = new HashMap<>();
    private int waitingInAll;

    /**
     * No work yet.
     *
     * @param threads what works
     * @param perOwner how many works of one owner are handed to the threads at a time
     * @param maxWaiting how many works may wait in all
     */
    Lanes(Executor threads, int perOwner, int maxWaiting) {
        this.threads = threads;
        this.perOwner = perOwner;
        this.maxWaiting = maxWaiting;
    }

    /**
     * Does work when it is the owner's turn.
     *
     * @throws RejectedExecutionException if too much waits already, or the threads have ended
     */
    synchronized void execute(String owner, Runnable work) {
        int own = running.getOrDefault(owner, 0);
        if (own < perOwner) {
            hand(owner, work);
            running.put(owner, own + 1);
            return;
        }
        if (waitingInAll >= maxWaiting) {
            throw new RejectedExecutionException("too much waits");
        }
        waiting.computeIfAbsent(owner, key -> new ArrayDeque<>()).add(work);
        waitingInAll++;
    }

    private void hand(String owner, Runnable work) {
        threads.execute(() -> {
            try {
                work.run();
            } finally {
                next(owner);
            }
        });
    }

    private synchronized void next(String owner) {
        Queue<Runnable> own = waiting.get(owner);
        if (own == null) {
            running.computeIfPresent(owner, (key, count) -> count == 1 ? null : count - 1);
            return;
        }
        Runnable work = own.remove();
        waitingInAll--;
        if (own.isEmpty()) {
            waiting.remove(owner);
        }
        try {
            hand(owner, work);
        } catch (RejectedExecutionException e) {
            // The threads end with the endorser; nobody waits for this any more.
            running.remove(owner);
        }
    }
}
