package org.fedfabric.embedded.ordering;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hyperledger.fabric.protos.common.Envelope;

/** Collects transactions until a batch is full. Knows nothing of threads or time. */
final class BatchCutter {
    private final BatchLimits limits;
    private List<Envelope> pending = new ArrayList<>();
    private long pendingBytes;

    BatchCutter(BatchLimits limits) {
        this.limits = limits;
    }

    /** Adds a transaction and returns the batches that are full because of it: none, one or (if it is huge) two. */
    List<List<Envelope>> add(Envelope envelope) {
        List<List<Envelope>> full = new ArrayList<>(2);
        int bytes = envelope.getSerializedSize();
        if (pendingBytes + bytes > limits.preferredMaxBytes()) {
            cut().ifPresent(full::add);
        }
        pending.add(envelope);
        pendingBytes += bytes;
        if (pending.size() >= limits.maxMessages() || pendingBytes > limits.preferredMaxBytes()) {
            cut().ifPresent(full::add);
        }
        return full;
    }

    /** Whatever has been collected, if anything. */
    Optional<List<Envelope>> cut() {
        if (pending.isEmpty()) {
            return Optional.empty();
        }
        List<Envelope> batch = pending;
        pending = new ArrayList<>();
        pendingBytes = 0;
        return Optional.of(batch);
    }

    boolean isEmpty() {
        return pending.isEmpty();
    }
}
