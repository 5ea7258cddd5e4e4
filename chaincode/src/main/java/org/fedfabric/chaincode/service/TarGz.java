package org.fedfabric.chaincode.service;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** Reads one small file out of a gzipped tar archive (POSIX ustar and GNU: names of up to 100 bytes, sizes in octal). */
final class TarGz {
    private static final int BLOCK_BYTES = 512;
    private static final int NAME_BYTES = 100;
    private static final int SIZE_OFFSET = 124;
    private static final int SIZE_BYTES = 12;

    private TarGz() {}

    /**
     * The bytes of the first file of that name.
     *
     * @param maxBytes longest file to read
     * @throws IOException when it is longer, or the archive is none
     */
    static Optional<byte[]> file(InputStream gzipped, String name, int maxBytes) throws IOException {
        try (InputStream tar = new GZIPInputStream(gzipped)) {
            while (true) {
                byte[] header = tar.readNBytes(BLOCK_BYTES);
                if (header.length < BLOCK_BYTES || header[0] == 0) {
                    return Optional.empty();
                }
                long size = Long.parseLong(text(header, SIZE_OFFSET, SIZE_BYTES).strip(), 8);
                if (text(header, 0, NAME_BYTES).equals(name)) {
                    if (size > maxBytes) {
                        throw new IOException(
                                name + " must have at most " + maxBytes + " bytes. Provided value: " + size);
                    }
                    byte[] content = tar.readNBytes((int) size);
                    if (content.length < size) {
                        throw new IOException("The archive ends within " + name);
                    }
                    return Optional.of(content);
                }
                tar.skipNBytes((size + BLOCK_BYTES - 1) / BLOCK_BYTES * BLOCK_BYTES);
            }
        } catch (NumberFormatException e) {
            throw new IOException("Not a tar archive: a size is not an octal number", e);
        }
    }

    private static String text(byte[] header, int offset, int length) {
        int end = offset;
        while (end < offset + length && header[end] != 0) {
            end++;
        }
        return new String(header, offset, end - offset, StandardCharsets.US_ASCII);
    }
}
