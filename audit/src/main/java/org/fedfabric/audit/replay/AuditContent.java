package org.fedfabric.audit.replay;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.contentstore.ContentMismatchException;
import org.fedfabric.contentstore.ContentStore;
import org.fedfabric.contentstore.ContentStoreException;
import org.fedfabric.contentstore.ContentUnavailableException;
import org.fedfabric.contentstore.Pinning;
import org.fedfabric.contentstore.StoreFailureException;
import org.fedfabric.contentstore.StoreStatus;

/**
 * The content of a ledger as an auditor reads it: nothing is ever put into the store behind it, what could not be had once
 * is not asked for again, and what the ledger says was withheld is withheld from the execution that says so.
 */
final class AuditContent implements ContentStore, AutoCloseable {
    /** What an endorser waits at most; longer would not bring back what nobody holds. */
    private static final Duration FETCH_DEADLINE = Duration.ofSeconds(5);

    /** Reads at a time: each content that nobody holds any more costs the whole deadline. */
    private static final int READS = 32;

    private final ContentStore source;
    private final ContentStore empty = ContentStore.inMemory();
    private final Map<Cid, Long> verified = new ConcurrentHashMap<>();
    private final Map<Cid, Missing> missing = new ConcurrentHashMap<>();
    private volatile Set<Cid> withheld = Set.of();
    private final ExecutorService readers = Executors.newFixedThreadPool(READS, work -> {
        Thread thread = new Thread(work, "fedfabric-audit-content");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * A content by address and declared length.
     *
     * @param cid the address
     * @param lengthBytes the declared length
     */
    record Address(Cid cid, long lengthBytes) {
        static Address of(String cid, long lengthBytes) {
            return new Address(Cid.parse(cid), lengthBytes);
        }
    }

    /**
     * Why a content could not be had.
     *
     * @param gone whether nobody hands it out; otherwise the own store failed, or its bytes are not those addressed
     * @param why what the store said
     */
    record Missing(boolean gone, String why) {
        private static Missing of(ContentStoreException e) {
            return new Missing(e instanceof ContentUnavailableException, e.getMessage());
        }
    }

    AuditContent(ContentStore source) {
        this.source = source;
    }

    /** Withholds just these from now on. */
    void withhold(Set<Cid> contents) {
        withheld = Set.copyOf(contents);
    }

    /** Starts to read a content, so that it is known to be there or to be gone when it is asked for. */
    void expect(Address content) {
        readers.submit(() -> lookUp(content));
    }

    /** Reads contents, several at a time; {@link #whyMissing} tells then what became of each. */
    void lookUp(Collection<Address> contents) {
        contents.stream()
                .filter(content -> !verified.containsKey(content.cid()) && !missing.containsKey(content.cid()))
                .map(content -> readers.submit(() -> lookUp(content)))
                .toList()
                .forEach(AuditContent::await);
    }

    /** Why a content could not be had; null if it was. Reads it if nobody has yet. */
    Missing whyMissing(Address content) {
        lookUp(content);
        return missing.get(content.cid());
    }

    /** The length of a content that was read and verified; empty if it was not. */
    Optional<Long> verifiedBytes(Cid cid) {
        return Optional.ofNullable(verified.get(cid));
    }

    @Override
    public byte[] get(Cid cid, long lengthBytes, Duration deadline) throws ContentStoreException {
        if (withheld.contains(cid) || missing.containsKey(cid)) {
            return empty.get(cid, lengthBytes, deadline);
        }
        try {
            byte[] bytes = source.get(cid, lengthBytes, deadline);
            verified.put(cid, (long) bytes.length);
            return bytes;
        } catch (ContentUnavailableException | StoreFailureException e) {
            missing.putIfAbsent(cid, Missing.of(e));
            throw e;
        }
    }

    /** Keeps nothing: what is computed in an audit is not for others. */
    @Override
    public Cid put(byte[] content, Pinning pinning, Duration deadline) {
        return Cid.of(content);
    }

    @Override
    public Optional<byte[]> getLocal(Cid cid, long lengthBytes, Duration deadline)
            throws ContentMismatchException, StoreFailureException {
        return source.getLocal(cid, lengthBytes, deadline);
    }

    @Override
    public void pin(Cid cid, Duration deadline) {
        throw readOnly();
    }

    @Override
    public void unpin(Cid cid, Duration deadline) {
        throw readOnly();
    }

    @Override
    public SortedSet<Cid> pinned(Duration deadline) throws StoreFailureException {
        return source.pinned(deadline);
    }

    @Override
    public long collectGarbage(Duration deadline) {
        throw readOnly();
    }

    @Override
    public StoreStatus status(Duration deadline) throws StoreFailureException {
        return source.status(deadline);
    }

    @Override
    public void close() {
        readers.shutdownNow();
    }

    private void lookUp(Address content) {
        if (verified.containsKey(content.cid()) || missing.containsKey(content.cid())) {
            return;
        }
        try {
            verified.put(content.cid(), (long) source.get(content.cid(), content.lengthBytes(), FETCH_DEADLINE).length);
        } catch (ContentMismatchException e) {
            // A verdict for the rules to find, not a gap: the bytes are there.
            verified.put(content.cid(), 0L);
        } catch (ContentStoreException e) {
            missing.putIfAbsent(content.cid(), Missing.of(e));
        }
    }

    private static void await(Future<?> read) {
        try {
            read.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("An audit must not be interrupted", e);
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException("Reading content must not fail but by the store's refusal", e.getCause());
        }
    }

    private static UnsupportedOperationException readOnly() {
        return new UnsupportedOperationException("An audit changes nothing in the content store it reads");
    }
}
