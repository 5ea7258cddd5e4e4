package org.fedfabric.embedded.blockstore;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.contentstore.Codec;
import org.fedfabric.contentstore.UnixFsFile;

/**
 * Blocks and the pins that keep them. A pin is an empty file named by the address of the content; it keeps the root block
 * and every chunk. Whoever is gathering content holds its blocks against garbage collection with a {@link Hold}.
 */
final class BlockRepository implements AutoCloseable {
    /** Longest block: IPFS nodes do not exchange longer ones, and Kubo refuses to make them. */
    static final int MAX_BLOCK_BYTES = 2 << 20;

    private final BlockFiles files;
    private final Path pinDirectory;
    private final Set<Cid> pins;
    private final Set<Hold> holds = ConcurrentHashMap.newKeySet();
    private final FileChannel lockFile;

    /** Writers of blocks and pins share it; garbage collection has it alone. Nobody waits for a network under it. */
    private final ReadWriteLock collection = new ReentrantReadWriteLock();

    BlockRepository(Path directory) throws IOException {
        Files.createDirectories(directory);
        lockFile = lock(directory);
        try {
            files = new BlockFiles(directory);
            pinDirectory = Files.createDirectories(directory.resolve("pins"));
            pins = new ConcurrentSkipListSet<>(BlockFiles.addresses(pinDirectory));
        } catch (IOException e) {
            lockFile.close();
            throw e;
        }
    }

    private static FileChannel lock(Path directory) throws IOException {
        Path file = directory.resolve("lock");
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw new IOException(inUse(directory), e);
        }
        channel.close();
        throw new IOException(inUse(directory));
    }

    private static String inUse(Path directory) {
        return "A block store must have its directory to itself. Provided value: " + directory
                + ", which a running block store uses. Stop that one or choose another directory.";
    }

    /** The verified block, or empty when this store does not hold it. */
    Optional<byte[]> read(Cid cid) throws IOException {
        return files.read(cid);
    }

    Set<Cid> pins() {
        return Set.copyOf(pins);
    }

    /** Whether there was a pin to remove. */
    boolean unpin(Cid cid) throws IOException {
        synchronized (pins) {
            boolean removed = Files.deleteIfExists(pinDirectory.resolve(cid.text()));
            BlockFiles.force(pinDirectory);
            pins.remove(cid);
            return removed;
        }
    }

    /** Starts to gather content; close it when the content is pinned or given up. */
    Hold hold() {
        Hold hold = new Hold();
        holds.add(hold);
        return hold;
    }

    List<Cid> blocks() throws IOException {
        return files.list();
    }

    long sizeBytes() throws IOException {
        return files.sizeBytes();
    }

    /**
     * What a pin of this address keeps: its block, and the chunks if it is a root block.
     *
     * @throws IOException when the root block cannot be read: nobody could say what is kept
     */
    List<Cid> kept(Cid root) throws IOException {
        List<Cid> kept = new ArrayList<>(List.of(root));
        if (root.codec() == Codec.DAG_PB) {
            kept.addAll(read(root)
                    .flatMap(UnixFsFile::parse)
                    .orElseThrow(() -> new IOException("the root block of pinned content " + root
                            + " is missing or damaged; fetch the content again or unpin it"))
                    .chunks());
        }
        return kept;
    }

    /** Drops what no pin and no hold keeps, and says what. Drops nothing when a pinned root block cannot be read. */
    List<Cid> collectGarbage() throws IOException {
        Lock alone = collection.writeLock();
        alone.lock();
        try {
            Set<Cid> live = new HashSet<>();
            for (Cid pin : pins) {
                live.addAll(kept(pin));
            }
            holds.forEach(hold -> live.addAll(hold.held));
            List<Cid> dropped = new ArrayList<>();
            for (Cid block : files.list()) {
                if (!live.contains(block)) {
                    files.delete(block);
                    dropped.add(block);
                }
            }
            return dropped;
        } finally {
            alone.unlock();
        }
    }

    @Override
    public void close() throws IOException {
        lockFile.close();
    }

    /** Blocks that somebody is gathering: none of them is dropped until the hold is closed. */
    final class Hold implements AutoCloseable {
        private final Collection<Cid> held = ConcurrentHashMap.newKeySet();

        /** Holds a block if the store has it. */
        Optional<byte[]> find(Cid cid) throws IOException {
            Lock shared = collection.readLock();
            shared.lock();
            try {
                held.add(cid);
                return read(cid);
            } finally {
                shared.unlock();
            }
        }

        /** Stores and holds a block that hashes to its address. */
        void write(Cid cid, byte[] block) throws IOException {
            Lock shared = collection.readLock();
            shared.lock();
            try {
                held.add(cid);
                if (read(cid).isEmpty()) {
                    files.write(cid, block);
                }
            } finally {
                shared.unlock();
            }
        }

        /** Returns when every block that was written survives a power cut. */
        void makeDurable() throws IOException {
            files.makeNamesDurable();
        }

        /** Keeps content whose blocks this hold has found or written; when this returns it survives a power cut. */
        void pin(Cid root) throws IOException {
            makeDurable();
            Lock shared = collection.readLock();
            shared.lock();
            try {
                synchronized (pins) {
                    if (!pins.contains(root)) {
                        Files.createFile(pinDirectory.resolve(root.text()));
                        BlockFiles.force(pinDirectory);
                        pins.add(root);
                    }
                }
            } finally {
                shared.unlock();
            }
        }

        @Override
        public void close() {
            holds.remove(this);
        }
    }
}
