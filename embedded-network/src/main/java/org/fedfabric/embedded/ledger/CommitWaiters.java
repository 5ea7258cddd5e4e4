package org.fedfabric.embedded.ledger;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Those who wait for a transaction to be committed. Waiting holds no thread; a cancelled wait leaves nothing behind. */
final class CommitWaiters {
    private final Map<String, List<CompletableFuture<TransactionStatus>>> waiting = new ConcurrentHashMap<>();

    CompletableFuture<TransactionStatus> register(String transactionId) {
        CompletableFuture<TransactionStatus> future = new CompletableFuture<>();
        waiting.compute(transactionId, (id, list) -> {
            List<CompletableFuture<TransactionStatus>> waiters = list == null ? new CopyOnWriteArrayList<>() : list;
            waiters.add(future);
            return waiters;
        });
        future.whenComplete((status, failure) -> remove(transactionId, future));
        return future;
    }

    void complete(String transactionId, TransactionStatus status) {
        List<CompletableFuture<TransactionStatus>> waiters = waiting.remove(transactionId);
        if (waiters != null) {
            waiters.forEach(waiter -> waiter.complete(status));
        }
    }

    void failAll(Throwable cause) {
        waiting.values().forEach(list -> list.forEach(waiter -> waiter.completeExceptionally(cause)));
    }

    private void remove(String transactionId, CompletableFuture<TransactionStatus> future) {
        waiting.computeIfPresent(transactionId, (id, list) -> {
            list.remove(future);
            return list.isEmpty() ? null : list;
        });
    }
}
