package org.fedfabric.embedded.ledger;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The few operations a block file needs of the file system; tests put a full or failing disk behind it. */
interface AppendFile extends Closeable {
    /** The length in bytes. */
    long length() throws IOException;

    /** Writes all remaining bytes at the end. */
    void append(ByteBuffer bytes) throws IOException;

    /** Returns when everything written would survive a power failure. */
    void sync() throws IOException;

    /** Cuts the file to that length. */
    void truncate(long length) throws IOException;

    /** Reads exactly {@code length} bytes from {@code position}, or fewer at the end of the file. */
    ByteBuffer read(long position, int length) throws IOException;

    /** Opens files. */
    interface Opener {
        /** Opens a file for appending and reading; makes it if it does not exist. */
        AppendFile open(Path path) throws IOException;
    }

    /** Opens a file on disk. Readers have a channel of their own: an interrupted read closes the channel it used. */
    static AppendFile onDisk(Path path) throws IOException {
        FileChannel writer = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileChannel reader = FileChannel.open(path, StandardOpenOption.READ);
        return new AppendFile() {
            @Override
            public long length() throws IOException {
                return writer.size();
            }

            @Override
            public void append(ByteBuffer bytes) throws IOException {
                long position = writer.size();
                while (bytes.hasRemaining()) {
                    position += writer.write(bytes, position);
                }
            }

            @Override
            public void sync() throws IOException {
                writer.force(/* metaData= */ false);
            }

            @Override
            public void truncate(long length) throws IOException {
                writer.truncate(length);
            }

            @Override
            public ByteBuffer read(long position, int length) throws IOException {
                ByteBuffer bytes = ByteBuffer.allocate(length);
                while (bytes.hasRemaining() && reader.read(bytes, position + bytes.position()) >= 0) {
                    // read() advances the buffer; a negative count is the end of the file
                }
                return bytes.flip();
            }

            @Override
            public void close() throws IOException {
                writer.close();
                reader.close();
            }
        };
    }
}
