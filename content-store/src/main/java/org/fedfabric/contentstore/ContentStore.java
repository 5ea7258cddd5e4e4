package org.fedfabric.contentstore;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedSet;

/**
 * Bytes by their hash. What is read is what was addressed, or there is an exception that says which of three things went
 * wrong: see {@link ContentStoreException}.
 *
 * <p>Every call ends by its deadline, is tried once, and may be made from any thread; an interrupted caller gets a
 * {@link StoreFailureException} and stays interrupted. Whoever retries decides so.
 *
 * <p>A node that received content from another holds it unpinned: pin what must outlive the next garbage collection.
 *
 * <pre>{@code
 * ContentStore store = ContentStore.atKubo(URI.create("http://127.0.0.1:5001"));
 * Cid cid = store.put(bytes, Pinning.PINNED, Duration.ofSeconds(10));
 * byte[] same = store.get(cid, bytes.length, Duration.ofSeconds(5));
 * }</pre>
 */
public interface ContentStore {
    /**
     * The store behind a Kubo RPC endpoint (an IPFS node, or the embedded network's block store). Nothing is opened or
     * started before the first call.
     *
     * @param endpoint scheme, host and port, such as {@code http://127.0.0.1:5001}
     * @return the store
     * @throws IllegalArgumentException when the endpoint is more or less than that
     */
    static ContentStore atKubo(URI endpoint) {
        return new KuboContentStore(endpoint, Optional.empty());
    }

    /**
     * As {@link #atKubo(URI)}, for a node that answers only to who knows its token (Kubo's {@code API.Authorizations}).
     *
     * @param endpoint scheme, host and port
     * @param token sent with every call
     * @return the store
     * @throws IllegalArgumentException when the endpoint is more or less than that
     */
    static ContentStore atKubo(URI endpoint, ApiToken token) {
        return new KuboContentStore(endpoint, Optional.of(token));
    }

    /**
     * A store in this process's memory, for simulations and tests: it knows no other node and ends with the process.
     *
     * @return an empty store
     */
    static ContentStore inMemory() {
        return new InMemoryContentStore();
    }

    /**
     * The same store, telling of what is moved.
     *
     * @param store what answers
     * @param listener called on the caller's thread after each content that was fetched or stored
     * @return the store to use instead
     */
    static ContentStore observed(ContentStore store, TransferListener listener) {
        return new ObservedContentStore(store, listener);
    }

    /**
     * Stores content. The address is computed here and the store's answer compared with it.
     *
     * @param content at most {@link Cid#MAX_CONTENT_BYTES} bytes
     * @param pinning whether the store must keep it
     * @param deadline longest time to wait
     * @return the content's address
     * @throws StoreFailureException when the store did not confirm that it holds the content
     * @throws IllegalArgumentException when the content is too long
     */
    Cid put(byte[] content, Pinning pinning, Duration deadline) throws StoreFailureException;

    /**
     * Fetches content, from other nodes if need be. Reading stops one byte after the declared length, every block is
     * verified before it is looked at, and memory is taken for the declared length only: whoever calls has limited it.
     *
     * @param cid the address
     * @param lengthBytes the declared length, 0 to {@link Cid#MAX_CONTENT_BYTES}
     * @param deadline longest time to wait, for all blocks together
     * @return exactly the addressed bytes
     * @throws ContentUnavailableException when not every block arrived before the deadline
     * @throws ContentMismatchException when there is no content of that address and length: by the address alone, by the
     *     root block alone, or with every block at hand
     * @throws StoreFailureException when the own store failed
     */
    byte[] get(Cid cid, long lengthBytes, Duration deadline) throws ContentStoreException;

    /**
     * Reads content that the own node already holds; no other node is asked.
     *
     * @param cid the address
     * @param lengthBytes the declared length, 0 to {@link Cid#MAX_CONTENT_BYTES}
     * @param deadline longest time to wait
     * @return exactly the addressed bytes, or empty when a block is missing here
     * @throws ContentMismatchException as for {@link #get}
     * @throws StoreFailureException when the own store failed
     */
    Optional<byte[]> getLocal(Cid cid, long lengthBytes, Duration deadline)
            throws ContentMismatchException, StoreFailureException;

    /**
     * Keeps content until {@link #unpin}, fetching from other nodes what is missing. Pinning twice is pinning once. Pin
     * what {@link #get} has returned: an address alone does not bound what a forged root block makes the node fetch.
     *
     * @param cid the address
     * @param deadline longest time to wait
     * @throws ContentUnavailableException when not every block could be had before the deadline; nothing is pinned then
     * @throws StoreFailureException when the own store failed
     */
    void pin(Cid cid, Duration deadline) throws ContentUnavailableException, StoreFailureException;

    /**
     * Lets the next garbage collection drop content. Does nothing when it is not pinned.
     *
     * @param cid the address
     * @param deadline longest time to wait
     * @throws StoreFailureException when the own store failed
     */
    void unpin(Cid cid, Duration deadline) throws StoreFailureException;

    /**
     * What is pinned, so that retention can be made good after a crash.
     *
     * @param deadline longest time to wait
     * @return the pinned addresses in order; pins of other programs in forms that {@link Cid} refuses are left out
     * @throws StoreFailureException when the own store failed
     */
    SortedSet<Cid> pinned(Duration deadline) throws StoreFailureException;

    /**
     * Drops every block that no pin needs.
     *
     * @param deadline longest time to wait
     * @return number of blocks dropped
     * @throws StoreFailureException when the own store failed
     */
    long collectGarbage(Duration deadline) throws StoreFailureException;

    /**
     * Asks the store how it is: also the check that it is there at all.
     *
     * @param deadline longest time to wait
     * @return what it says
     * @throws StoreFailureException when the own store failed
     */
    StoreStatus status(Duration deadline) throws StoreFailureException;
}
