package org.fedfabric.embedded.blockstore;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fedfabric.contentstore.Cid;

/**
 * Blocks on disk, one file each, named by address. A file appears whole or not at all: it is written elsewhere, forced to
 * disk and renamed. What is read is hashed, so a file that went bad is as good as absent, and is replaced when the block
 * is written again.
 */
final class BlockFiles {
    private static final System.Logger LOGGER = System.getLogger(BlockFiles.class.getName());

    private final Path blocks;
    private final Path unfinished;

    /** Opens a directory, making it where there is none, and clears what a killed process left unfinished. */
    BlockFiles(Path directory) throws IOException {
        blocks = Files.createDirectories(directory.resolve("blocks"));
        unfinished = Files.createDirectories(directory.resolve("unfinished"));
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(unfinished)) {
            for (Path leftover : leftovers) {
                Files.delete(leftover);
            }
        }
    }

    /** The block, or empty when it is absent or no longer hashes to its address. */
    Optional<byte[]> read(Cid cid) throws IOException {
        Path file = blocks.resolve(cid.text());
        byte[] block;
        try {
            if (Files.size(file) > BlockRepository.MAX_BLOCK_BYTES) {
                LOGGER.log(Level.WARNING, "Block file {0} is longer than any block: treated as absent.", file);
                return Optional.empty();
            }
            block = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        if (!cid.verifies(block)) {
            LOGGER.log(Level.WARNING, "Block file {0} does not hash to its name: treated as absent.", file);
            return Optional.empty();
        }
        return Optional.of(block);
    }

    /** Writes a block that has been verified; it survives a power cut when {@link #makeNamesDurable} has returned. */
    void write(Cid cid, byte[] block) throws IOException {
        Path temporary = Files.createTempFile(unfinished, "block", null);
        try {
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(block);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(temporary, blocks.resolve(cid.text()), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            Files.deleteIfExists(temporary);
            throw e;
        }
    }

    /** Makes the names of all blocks written so far as durable as the blocks. */
    void makeNamesDurable() throws IOException {
        force(blocks);
    }

    void delete(Cid cid) throws IOException {
        Files.deleteIfExists(blocks.resolve(cid.text()));
    }

    /** Addresses of all files, read or not. */
    List<Cid> list() throws IOException {
        return addresses(blocks);
    }

    /** Bytes of all files together. */
    long sizeBytes() throws IOException {
        long size = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(blocks)) {
            for (Path file : files) {
                size += file.toFile().length(); // 0 when it went away meanwhile
            }
        }
        return size;
    }

    /** Addresses that are names of files in a directory; other files are somebody else's. */
    static List<Cid> addresses(Path directory) throws IOException {
        List<Cid> cids = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "baf*")) {
            for (Path file : files) {
                cids.add(Cid.parse(file.getFileName().toString()));
            }
        }
        return cids;
    }

    /** Makes the names in a directory as durable as the files behind them. */
    static void force(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
