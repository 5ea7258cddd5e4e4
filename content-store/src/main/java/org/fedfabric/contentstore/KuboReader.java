package org.fedfabric.contentstore;

import java.util.ArrayDeque;
import java.util.Deque;

/** Reads content block by block through {@code block/get}; no block is looked at before it hashed to its address. */
final class KuboReader {
    /** Chunks asked for at once: enough to hide the way to another node, few enough not to starve other readers. */
    private static final int CHUNKS_IN_FLIGHT = 8;

    private final KuboRpc rpc;

    KuboReader(KuboRpc rpc) {
        this.rpc = rpc;
    }

    byte[] read(Cid cid, long lengthBytes, boolean offline, Deadline end)
            throws ContentUnavailableException, ContentMismatchException, StoreFailureException {
        Contradiction.check(cid, lengthBytes);
        Request request = new Request(cid, offline, end);
        if (cid.codec() == Codec.DAG_PB) {
            return readChunked(request, lengthBytes);
        }
        byte[] content = new byte[(int) lengthBytes];
        finish(start(request, cid, content, 0, content.length));
        return content;
    }

    private byte[] readChunked(Request request, long lengthBytes)
            throws ContentUnavailableException, ContentMismatchException, StoreFailureException {
        byte[] root = new byte[UnixFsFile.encodedLength(lengthBytes)];
        finish(start(request, request.content, root, 0, root.length));
        UnixFsFile file = UnixFsFile.parse(root)
                .orElseThrow(() -> new ContentMismatchException(
                        request.content, "its root block is not one that ipfs add writes for any content."));
        if (file.lengthBytes() != lengthBytes) {
            throw Contradiction.length(request.content, lengthBytes, file.lengthBytes());
        }
        byte[] content = new byte[(int) lengthBytes];
        readChunks(request, file, content);
        return content;
    }

    /**
     * A chunk that contradicts the root block counts only when every chunk is at hand (protocol §2, step 5): otherwise
     * whoever hands out some chunks to some nodes would make them record different verdicts.
     */
    private void readChunks(Request request, UnixFsFile file, byte[] content)
            throws ContentUnavailableException, ContentMismatchException, StoreFailureException {
        ContentMismatchException contradiction = null;
        Deque<BlockRead> inFlight = new ArrayDeque<>();
        try {
            int next = 0;
            while (next < file.chunks().size() || !inFlight.isEmpty()) {
                while (next < file.chunks().size() && inFlight.size() < CHUNKS_IN_FLIGHT) {
                    int offset = next * Cid.CHUNK_BYTES;
                    Cid chunk = file.chunks().get(next);
                    inFlight.add(start(request, chunk, content, offset, file.chunkLengthBytes(next)));
                    next++;
                }
                try {
                    finish(inFlight.remove());
                } catch (ContentMismatchException e) {
                    contradiction = e;
                }
            }
        } finally {
            inFlight.forEach(read -> read.call.cancel());
        }
        if (contradiction != null) {
            throw contradiction;
        }
    }

    /** What all block reads of one content share. */
    private record Request(Cid content, boolean offline, Deadline end) {}

    /** One block on its way to its place in an array. */
    private record BlockRead(
            Request request, Cid block, byte[] target, int offset, int lengthBytes, KuboRpc.Call call) {}

    private BlockRead start(Request request, Cid block, byte[] target, int offset, int lengthBytes)
            throws ContentUnavailableException {
        if (request.end.remainingNanos() == 0) {
            throw unavailable(request, block);
        }
        String query = "block/get?arg=" + block + (request.offline ? "&offline=true" : "") + rpc.timeout(request.end);
        KuboRpc.Call call = rpc.start(query, CappedBody.into(target, offset, lengthBytes));
        return new BlockRead(request, block, target, offset, lengthBytes, call);
    }

    /** Returns when exactly the expected bytes are in place and hash to the block's address. */
    private void finish(BlockRead read)
            throws ContentUnavailableException, ContentMismatchException, StoreFailureException {
        Request request = read.request;
        KuboReply reply = read.call.await(request.end);
        if (reply.notFoundLocally() || reply.timedOut() && !request.offline) {
            throw unavailable(request, read.block);
        }
        if (!reply.succeeded()) {
            throw rpc.failure(reply);
        }
        int arrived = reply.body().length();
        if (reply.body().overlong()) {
            // Not all of it was read, so this rests on the own node's word; a node checks what it takes from others.
            throw new ContentMismatchException(
                    request.content, "block " + read.block + " has more than " + read.lengthBytes + " bytes.");
        }
        if (!read.block.verifies(read.target, read.offset, arrived)) {
            throw rpc.failure("block/get", arrived + " bytes that do not hash to " + read.block + ".", null);
        }
        if (arrived < read.lengthBytes) {
            throw new ContentMismatchException(
                    request.content,
                    "block " + read.block + " must have " + read.lengthBytes + " bytes and has " + arrived + ".");
        }
    }

    private static ContentUnavailableException unavailable(Request request, Cid block) {
        String why = request.offline
                ? " is not held by this node."
                : " did not arrive within " + request.end.length().toMillis() + " ms.";
        return new ContentUnavailableException(request.content, "block " + block + why);
    }
}
