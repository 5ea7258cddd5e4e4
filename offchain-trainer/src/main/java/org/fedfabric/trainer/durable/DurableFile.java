package org.fedfabric.trainer.durable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;

/** Writes through a temporary file, fsync and an atomic rename, then fsync of the folder. */
public final class DurableFile {
    /** Ending of the temporary files a crash can leave behind; nobody reads them. */
    public static final String PART_SUFFIX = ".part";

    private DurableFile() {}

    /**
     * Puts the bytes under this name, replacing what was there. When it returns they survive a power failure; when it
     * throws, the old file is as it was. Folders above are made as needed.
     *
     * @param attributes of the new file, such as its permissions
     * @throws IOException as the platform says: no space, no permission
     */
    public static void write(Path target, byte[] bytes, FileAttribute<?>... attributes) throws IOException {
        Path folder = target.toAbsolutePath().getParent();
        createFolders(folder);
        Path part = Files.createTempFile(folder, "." + target.getFileName(), PART_SUFFIX, attributes);
        try {
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
                ByteBuffer left = ByteBuffer.wrap(bytes);
                while (left.hasRemaining()) {
                    channel.write(left);
                }
                channel.force(true);
            }
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
        force(folder);
    }

    /** Makes the names in a folder last: after a rename or a deletion. */
    public static void force(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void createFolders(Path folder) throws IOException {
        if (folder != null && !Files.isDirectory(folder)) {
            createFolders(folder.getParent());
            Files.createDirectories(folder);
            force(folder.getParent());
        }
    }
}
