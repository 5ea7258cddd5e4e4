package org.fedfabric.embedded.blockstore;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.contentstore.Codec;
import org.fedfabric.contentstore.UnixFsFile;

/** Finds blocks here or, if allowed, at the neighbours, and keeps what was fetched as a cache does: unpinned. */
final class Gatherer {
    /**
     * Requests that may wait for neighbours at once. It is smaller than {@link BlockStoreServer#MAX_REQUESTS}, so that
     * stores which wait for each other always have a thread left to answer each other.
     */
    private static final int MAX_WAITING = BlockStoreServer.MAX_REQUESTS / 2;

    /**
     * Content may be on its way to a neighbour, so all are asked again: soon at first, because a reveal follows its
     * announcement by milliseconds, then rarely, because a hundred waiting requests must not fill two cores.
     */
    private static final long FIRST_PAUSE_MILLIS = 25;

    private static final long LAST_PAUSE_MILLIS = 400;

    private final Neighbours neighbours;
    private final Semaphore waiting = new Semaphore(MAX_WAITING);

    Gatherer(Neighbours neighbours) {
        this.neighbours = neighbours;
    }

    /** One block, as Kubo's {@code offline} and {@code timeout} say; the hold keeps it. */
    byte[] block(BlockRepository.Hold hold, Cid cid, Reach reach) throws IOException, RpcException {
        Optional<byte[]> here = hold.find(cid);
        if (here.isPresent()) {
            return here.get();
        }
        if (reach.offline()) {
            throw RpcException.failure("block was not found locally (offline): ipld: could not find " + cid);
        }
        Optional<byte[]> fetched = neighbours.fetch(cid, reach.endNanos());
        if (fetched.isEmpty()) {
            return await(hold, cid, reach);
        }
        hold.write(cid, fetched.get());
        return fetched.get();
    }

    /** Asks again and again until the block is here, at a neighbour, or the time is over. */
    private byte[] await(BlockRepository.Hold hold, Cid cid, Reach reach) throws IOException, RpcException {
        if (!waiting.tryAcquire()) {
            throw RpcException.failure("more than " + MAX_WAITING + " requests wait for other stores: try again");
        }
        try {
            long pauseMillis = FIRST_PAUSE_MILLIS;
            while (!reach.expired()) {
                reach.pause(pauseMillis);
                pauseMillis = Math.min(2 * pauseMillis, LAST_PAUSE_MILLIS);
                Optional<byte[]> block = hold.find(cid);
                if (block.isEmpty()) {
                    block = neighbours.fetch(cid, reach.endNanos());
                }
                if (block.isPresent()) {
                    hold.write(cid, block.get());
                    return block.get();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw RpcException.failure("context canceled");
        } finally {
            waiting.release();
        }
        throw RpcException.failure("context deadline exceeded");
    }

    /** Every block of content, and the addresses of those that hold its bytes, in order. */
    List<Cid> content(BlockRepository.Hold hold, Cid root, Reach reach) throws IOException, RpcException {
        byte[] block = block(hold, root, reach);
        if (root.codec() == Codec.RAW) {
            return List.of(root);
        }
        UnixFsFile file = UnixFsFile.parse(block)
                .orElseThrow(() -> RpcException.failure(root + " is not a file of one level over chunks of "
                        + Cid.CHUNK_BYTES + " bytes: this store knows no other"));
        for (Cid chunk : file.chunks()) {
            block(hold, chunk, reach);
        }
        return file.chunks();
    }
}
