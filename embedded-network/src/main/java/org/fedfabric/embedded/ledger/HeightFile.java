package org.fedfabric.embedded.ledger;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * How many blocks are known to be durable: the number (8 bytes) and its CRC-32C (4 bytes), overwritten in place.
 *
 * <p>It is written after the blocks were synced and is not synced itself, so it may lag after a power failure but never
 * promises too much. A damaged one counts as 0.
 */
final class HeightFile implements Closeable {
    private static final int BYTES = 12;

    private final FileChannel channel;
    private long height;

    private HeightFile(FileChannel channel, long height) {
        this.channel = channel;
        this.height = height;
    }

    static HeightFile open(Path path) throws IOException {
        FileChannel channel =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        ByteBuffer content = ByteBuffer.allocate(BYTES);
        channel.read(content, 0);
        content.flip();
        boolean intact = content.remaining() == BYTES && content.getInt(8) == checksum(content.getLong(0));
        return new HeightFile(channel, intact ? content.getLong(0) : 0);
    }

    long get() {
        return height;
    }

    void set(long newHeight) throws IOException {
        if (newHeight == height) {
            return;
        }
        ByteBuffer content = ByteBuffer.allocate(BYTES);
        content.putLong(newHeight).putInt(checksum(newHeight)).flip();
        channel.write(content, 0);
        height = newHeight;
    }

    private static int checksum(long value) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(Long.BYTES).putLong(0, value));
        return (int) crc.getValue();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
