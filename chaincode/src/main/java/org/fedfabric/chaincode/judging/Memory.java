package org.fedfabric.chaincode.judging;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.ToLongFunction;

/**
 * Results that their keys determine, the least recently used forgotten first. Whoever asks first computes; whoever asks
 * meanwhile waits for that. Failures are not remembered.
 *
 * @param <K> what determines the result
 * @param <V> the result
 */
final class Memory<K, V> {
    private final Map<K, CompletableFuture<V>> results = new LinkedHashMap<>(16, 0.75f, true);
    private final ToLongFunction<V> weigher;
    private final long maxWeight;
    private long weight;

    /**
     * An empty memory.
     *
     * @param maxWeight largest sum of weights to keep; the newest result stays whatever it weighs
     * @param weigher the weight of a result
     */
    Memory(long maxWeight, ToLongFunction<V> weigher) {
        this.maxWeight = maxWeight;
        this.weigher = weigher;
    }

    /** A memory of so many results. */
    static <K, V> Memory<K, V> ofEntries(int max) {
        return new Memory<>(max, result -> 1);
    }

    /**
     * A memory of so many bytes, and of so many results however small they are: a result that weighs next to nothing still
     * holds its key.
     *
     * @param bytes the bytes of a result
     */
    static <K, V> Memory<K, V> ofBytes(long maxBytes, int maxEntries, ToLongFunction<V> bytes) {
        long least = Math.max(1, maxBytes / maxEntries);
        return new Memory<>(maxBytes, result -> Math.max(least, bytes.applyAsLong(result)));
    }

    /** Results remembered, and those under computation. */
    synchronized int size() {
        return results.size();
    }

    /** The result if it is known now, or null. */
    V known(K key) {
        CompletableFuture<V> result;
        synchronized (this) {
            result = results.get(key);
        }
        return result != null && result.isDone() && !result.isCompletedExceptionally() ? result.join() : null;
    }

    /**
     * The result, computed by the calling thread unless another is at it.
     *
     * @throws Exception what the computation threw, whoever made it
     */
    V get(K key, Callable<V> computation) throws Exception {
        CompletableFuture<V> mine = new CompletableFuture<>();
        CompletableFuture<V> others;
        synchronized (this) {
            others = results.putIfAbsent(key, mine);
        }
        if (others != null) {
            try {
                return others.get();
            } catch (ExecutionException e) {
                throw e.getCause() instanceof Exception cause ? cause : e;
            }
        }
        try {
            V value = computation.call();
            remember(key, mine, value);
            return value;
        } catch (Throwable e) {
            synchronized (this) {
                results.remove(key, mine);
            }
            mine.completeExceptionally(e);
            throw e;
        }
    }

    /** Remembers a result that came about elsewhere. */
    void put(K key, V value) {
        CompletableFuture<V> mine = new CompletableFuture<>();
        synchronized (this) {
            if (results.putIfAbsent(key, mine) != null) {
                return;
            }
        }
        remember(key, mine, value);
    }

    private synchronized void remember(K key, CompletableFuture<V> mine, V value) {
        mine.complete(value);
        weight += weigher.applyAsLong(value);
        Iterator<Map.Entry<K, CompletableFuture<V>>> eldest = results.entrySet().iterator();
        while (weight > maxWeight && eldest.hasNext()) {
            Map.Entry<K, CompletableFuture<V>> entry = eldest.next();
            // A result under computation has no weight yet, and the newest stays.
            if (entry.getValue().isDone() && !entry.getKey().equals(key)) {
                eldest.remove();
                weight -= weigher.applyAsLong(entry.getValue().join());
            }
        }
    }
}
