package org.fedfabric.chaincode.judging;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.fedfabric.chaincode.observing.EndorserObserver.Found;

/**
 * Work that others may be at already: done once for each key, however many ask, and going on when they stop waiting.
 *
 * @param <K> what determines the result
 * @param <V> the result
 */
final class Jobs<K, V> {
    private final BiFunction<K, Callable<V>, CompletableFuture<V>> starter;
    private final Memory<K, V> memory;
    private final Predicate<V> isFinal;
    private final Consumer<Found> asked;
    private final Map<K, CompletableFuture<V>> running = new HashMap<>();

    /**
     * No work yet.
     *
     * @param starter starts work on other threads, as its key has it
     * @param memory where final results are kept
     * @param isFinal which results would come out the same again
     * @param asked told of how work stood whenever it is asked for
     */
    Jobs(
            BiFunction<K, Callable<V>, CompletableFuture<V>> starter,
            Memory<K, V> memory,
            Predicate<V> isFinal,
            Consumer<Found> asked) {
        this.starter = starter;
        this.memory = memory;
        this.isFinal = isFinal;
        this.asked = asked;
    }

    /** Final results that are kept. */
    int known() {
        return memory.size();
    }

    /** The result of the work: known, joined or started. Whoever gets it must not complete it. */
    CompletableFuture<V> of(K key, Callable<V> work) {
        V known = memory.known(key);
        if (known != null) {
            asked.accept(Found.KNOWN);
            return CompletableFuture.completedFuture(known);
        }
        CompletableFuture<V> mine = new CompletableFuture<>();
        synchronized (this) {
            CompletableFuture<V> others = running.putIfAbsent(key, mine);
            if (others != null) {
                asked.accept(Found.RUNNING);
                return others;
            }
        }
        asked.accept(Found.NEW);
        starter.apply(key, work).whenComplete((result, failure) -> {
            if (failure == null && isFinal.test(result)) {
                memory.put(key, result);
            }
            synchronized (this) {
                running.remove(key);
            }
            if (failure == null) {
                mine.complete(result);
            } else {
                mine.completeExceptionally(failure);
            }
        });
        return mine;
    }
}
