package org.fedfabric.embedded.ledger;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.fedfabric.embedded.wire.BlockHashes;
import org.hyperledger.fabric.protos.common.Block;

/**
 * A channel's blocks in one append-only file.
 *
 * <p>Each record is the block's length (4 bytes, big endian), a CRC-32C of the block (4 bytes) and the block. A second
 * file holds the number of blocks that were made durable. An unreadable record at or beyond that number was never
 * acknowledged and is cut off; one before it is damage, and the file is refused.
 */
final class BlockFile implements Closeable {
    private static final int RECORD_HEADER_BYTES = 8;

    /** Larger than any block the orderer cuts (10 MB), so that a damaged length is not taken for a huge block. */
    private static final int MAX_BLOCK_BYTES = 64 << 20;

    private final Path path;
    private final AppendFile file;
    private final HeightFile durableHeight;
    private final List<Long> offsets = new ArrayList<>();
    private long end;

    private BlockFile(Path path, AppendFile file, HeightFile durableHeight) {
        this.path = path;
        this.file = file;
        this.durableHeight = durableHeight;
    }

    /**
     * Opens the blocks of a folder, checking every record and the chain of hashes.
     *
     * @throws LedgerCorruptException if blocks that were acknowledged are missing or damaged
     */
    static BlockFile open(Path directory, AppendFile.Opener opener) throws IOException {
        Files.createDirectories(directory);
        Path path = directory.resolve("blocks");
        HeightFile height = HeightFile.open(directory.resolve("height"));
        AppendFile file = opener.open(path);
        BlockFile blocks = new BlockFile(path, file, height);
        try {
            blocks.recover();
            return blocks;
        } catch (IOException | RuntimeException e) {
            blocks.close();
            throw e;
        }
    }

    private void recover() throws IOException {
        Block previous = null;
        long length = file.length();
        while (end < length) {
            Block block = readRecord(end, length);
            if (block == null) {
                break;
            }
            if (!follows(block, previous)) {
                throw damaged("block " + offsets.size() + " does not continue the chain of hashes before it");
            }
            offsets.add(end);
            end += RECORD_HEADER_BYTES + block.getSerializedSize();
            previous = block;
        }
        if (offsets.size() < durableHeight.get()) {
            throw damaged("block " + offsets.size() + " of " + durableHeight.get() + " is unreadable");
        }
        if (end < length) {
            file.truncate(end);
            file.sync();
        }
        durableHeight.set(offsets.size());
    }

    private static boolean follows(Block block, Block previous) {
        boolean linked = previous == null
                ? block.getHeader().getNumber() == 0
                : block.getHeader().getNumber() == previous.getHeader().getNumber() + 1
                        && block.getHeader().getPreviousHash().equals(BlockHashes.ofHeader(previous.getHeader()));
        return linked && block.getHeader().getDataHash().equals(BlockHashes.ofData(block.getData()));
    }

    private LedgerCorruptException damaged(String what) {
        return new LedgerCorruptException("The ledger file " + path + " is damaged: " + what
                + ". Restore the file from a copy, or remove the state directory to begin a new network.");
    }

    /** The block at that offset, or null if the record is incomplete or its checksum is wrong. */
    private Block readRecord(long offset, long length) throws IOException {
        if (length - offset < RECORD_HEADER_BYTES) {
            return null;
        }
        ByteBuffer header = file.read(offset, RECORD_HEADER_BYTES);
        int size = header.getInt();
        int checksum = header.getInt();
        if (size <= 0 || size > MAX_BLOCK_BYTES || length - offset - RECORD_HEADER_BYTES < size) {
            return null;
        }
        ByteBuffer bytes = file.read(offset + RECORD_HEADER_BYTES, size);
        if (bytes.remaining() != size || checksum(bytes.duplicate()) != checksum) {
            return null;
        }
        try {
            return Block.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            return null;
        }
    }

    /**
     * Appends a block and returns when it is durable.
     *
     * @throws LedgerWriteException if the disk refuses; what was written of the block is cut off again if possible
     */
    synchronized void append(Block block) throws LedgerWriteException {
        byte[] bytes = block.toByteArray();
        ByteBuffer record = ByteBuffer.allocate(RECORD_HEADER_BYTES + bytes.length);
        record.putInt(bytes.length)
                .putInt(checksum(ByteBuffer.wrap(bytes)))
                .put(bytes)
                .flip();
        try {
            file.append(record);
            file.sync();
            offsets.add(end);
            end += RECORD_HEADER_BYTES + bytes.length;
            durableHeight.set(offsets.size());
        } catch (IOException e) {
            cutOff(end, e);
            throw new LedgerWriteException(
                    "The ledger file " + path + " cannot be extended (" + e.getMessage()
                            + "). Free space on its disk and start the network again: nothing that was acknowledged is"
                            + " lost.",
                    e);
        }
    }

    private void cutOff(long length, IOException cause) {
        try {
            file.truncate(length);
        } catch (IOException e) {
            cause.addSuppressed(e); // the next start cuts the incomplete record off instead
        }
    }

    /** The number of blocks. */
    synchronized long height() {
        return offsets.size();
    }

    /** The block with that number. */
    Block read(long number) throws IOException {
        long offset;
        long length;
        synchronized (this) {
            offset = offsets.get(Math.toIntExact(number));
            length = end;
        }
        Block block = readRecord(offset, length);
        if (block == null) {
            throw damaged("block " + number + " is unreadable");
        }
        return block;
    }

    private static int checksum(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    @Override
    public synchronized void close() throws IOException {
        try {
            file.close();
        } finally {
            durableHeight.close();
        }
    }
}
