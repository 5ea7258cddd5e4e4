package org.fedfabric.contentstore;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** A map with the manners of a store: what arrives and what leaves is copied, so that nobody can change it inside. */
final class InMemoryContentStore implements ContentStore {
    private final Map<Cid, byte[]> contents = new TreeMap<>();
    private final SortedSet<Cid> pins = new TreeSet<>();

    @Override
    public synchronized Cid put(byte[] content, Pinning pinning, Duration deadline) {
        Deadline.after(deadline);
        Cid cid = Cid.of(content);
        contents.putIfAbsent(cid, content.clone());
        if (pinning == Pinning.PINNED) {
            pins.add(cid);
        }
        return cid;
    }

    @Override
    public byte[] get(Cid cid, long lengthBytes, Duration deadline) throws ContentStoreException {
        return getLocal(cid, lengthBytes, deadline)
                .orElseThrow(() -> new ContentUnavailableException(cid, "this store has no other nodes to ask."));
    }

    @Override
    public synchronized Optional<byte[]> getLocal(Cid cid, long lengthBytes, Duration deadline)
            throws ContentMismatchException {
        Deadline.after(deadline);
        Contradiction.check(cid, lengthBytes);
        byte[] content = contents.get(cid);
        if (content == null) {
            return Optional.empty();
        }
        if (content.length != lengthBytes) {
            throw Contradiction.length(cid, lengthBytes, content.length);
        }
        return Optional.of(content.clone());
    }

    @Override
    public synchronized void pin(Cid cid, Duration deadline) throws ContentUnavailableException {
        Deadline.after(deadline);
        if (!contents.containsKey(cid)) {
            throw new ContentUnavailableException(cid, "this store has no other nodes to ask.");
        }
        pins.add(cid);
    }

    @Override
    public synchronized void unpin(Cid cid, Duration deadline) {
        Deadline.after(deadline);
        pins.remove(cid);
    }

    @Override
    public synchronized SortedSet<Cid> pinned(Duration deadline) {
        Deadline.after(deadline);
        return Collections.unmodifiableSortedSet(new TreeSet<>(pins));
    }

    @Override
    public synchronized long collectGarbage(Duration deadline) {
        Deadline.after(deadline);
        int before = contents.size();
        contents.keySet().retainAll(pins);
        return before - contents.size();
    }

    @Override
    public synchronized StoreStatus status(Duration deadline) {
        Deadline.after(deadline);
        long sizeBytes =
                contents.values().stream().mapToLong(content -> content.length).sum();
        return new StoreStatus("in-memory", 0, sizeBytes);
    }
}
