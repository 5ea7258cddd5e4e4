package org.fedfabric.trainer.dataset;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * One IDX file (the format of the MNIST page): two zero bytes, the kind of value (0x08 for unsigned bytes), the number of
 * dimensions, each dimension as a big-endian 32-bit integer, then the values.
 *
 * @param path where it was read
 * @param kind the kind of value: 0x08 unsigned, 0x09 signed bytes, 0x0B 16-bit, 0x0C 32-bit integers
 * @param sizes the dimensions
 * @param values the values' bytes, last dimension fastest, big-endian
 */
record IdxFile(Path path, int kind, List<Integer> sizes, byte[] values) {
    /** Values in one file at most: 2,000,000 images of MNIST's size. Larger headers are taken for damage. */
    private static final long MAX_VALUES = 1_600_000_000L;

    /** Unsigned bytes: what images must be. */
    static final int UNSIGNED_BYTES = 0x08;

    /** Kinds of value by their number, with bytes of each. */
    private static final Map<Integer, Integer> INTEGERS = Map.of(UNSIGNED_BYTES, 1, 0x09, 1, 0x0B, 2, 0x0C, 4);

    private static final Map<Integer, String> OTHERS =
            Map.of(0x0D, "32-bit floating-point numbers", 0x0E, "64-bit ones");

    /** Bytes before the first value. */
    int headerBytes() {
        return 4 + 4 * sizes.size();
    }

    /** The number of one of the values of a file of labels. */
    int label(int index) {
        ByteBuffer bytes = ByteBuffer.wrap(values);
        return switch (kind) {
            case UNSIGNED_BYTES -> values[index] & 0xff;
            case 0x09 -> values[index];
            case 0x0B -> bytes.getShort(2 * index);
            default -> bytes.getInt(4 * index);
        };
    }

    /** Offset of a value in the file. */
    int offset(int index) {
        return headerBytes() + INTEGERS.get(kind) * index;
    }

    /** Reads a file of images: unsigned bytes in 2 to 4 dimensions (rows of features; grey; with channels last). */
    static IdxFile images(Path path) {
        return read(path, true);
    }

    /** Reads a file of labels: integers in one dimension. */
    static IdxFile labels(Path path) {
        return read(path, false);
    }

    private static IdxFile read(Path path, boolean images) {
        try (InputStream in = open(path)) {
            int magic = integer(in, path, 0, "the magic number");
            int kind = magic >>> 8;
            int dimensions = magic & 0xff;
            requireMagic(path, magic, images);
            Integer[] sizes = new Integer[dimensions];
            long count = INTEGERS.get(kind);
            for (int i = 0; i < dimensions; i++) {
                sizes[i] = integer(in, path, 4 + 4 * i, "size " + (i + 1));
                if (sizes[i] < 1 || count > MAX_VALUES / sizes[i]) {
                    throw new DatasetException(path + ", offset " + (4 + 4 * i) + ": size " + (i + 1)
                            + " must be at least 1, and all sizes together at most " + MAX_VALUES
                            + " values. Provided value: " + sizes[i] + ". The file is damaged: fetch it again.");
                }
                count *= sizes[i];
            }
            byte[] values = in.readNBytes((int) count);
            int header = 4 + 4 * dimensions;
            if (values.length < count) {
                throw cutShort(path, header + (long) values.length, header + count, null);
            }
            if (in.read() != -1) {
                throw new DatasetException(path + ", offset " + (header + count)
                        + ": the file must end here, where its header says. Provided value: further bytes."
                        + " The file is damaged: fetch it again.");
            }
            return new IdxFile(path, kind, List.of(sizes), values);
        } catch (EOFException e) {
            throw new DatasetException(
                    path + ": the compressed data must be complete. Provided value: it breaks off after " + sizeOf(path)
                            + " bytes. Fetch the file again.",
                    e);
        } catch (ZipException e) {
            throw new DatasetException(
                    path + ": must be valid gzip. Provided value: " + e.getMessage() + ". Fetch the file again.", e);
        } catch (IOException e) {
            throw new DatasetException(
                    path + ": must be readable. Provided value: " + e + ". Check the path and its permissions.", e);
        }
    }

    private static void requireMagic(Path path, int magic, boolean images) {
        int kind = magic >>> 8;
        int dimensions = magic & 0xff;
        boolean fits = images
                ? kind == UNSIGNED_BYTES && dimensions >= 2 && dimensions <= 4
                : INTEGERS.containsKey(kind) && dimensions == 1;
        if (fits) {
            return;
        }
        String what = OTHERS.containsKey(kind)
                ? ", " + OTHERS.get(kind)
                : images && INTEGERS.containsKey(kind) && dimensions > 1 ? ", wider integers" : "";
        throw new DatasetException(path + ", offset 0: the magic number must be " + hex(images ? 0x803 : 0x801) + " ("
                + (images ? "images of unsigned bytes" : "labels that are integers") + "). Provided value: "
                + hex(magic) + what + ". "
                + (what.isEmpty()
                        ? "Check that images and labels are not swapped and that the file is IDX."
                        : "Write the values as unsigned bytes, 0 to 255."));
    }

    /** Opens a file, decompressing it if its first bytes are gzip's. */
    static InputStream open(Path path) throws IOException {
        InputStream raw = new BufferedInputStream(Files.newInputStream(path), 1 << 16);
        try {
            raw.mark(2);
            boolean gzip = raw.read() == 0x1f && raw.read() == 0x8b;
            raw.reset();
            return gzip || path.toString().endsWith(".gz") ? new GZIPInputStream(raw, 1 << 16) : raw;
        } catch (IOException e) {
            raw.close();
            throw e;
        }
    }

    private static int integer(InputStream in, Path path, int offset, String what) throws IOException {
        byte[] bytes = in.readNBytes(4);
        if (bytes.length < 4) {
            throw cutShort(path, offset + (long) bytes.length, offset + 4L, what);
        }
        return bytes[0] << 24 | (bytes[1] & 0xff) << 16 | (bytes[2] & 0xff) << 8 | bytes[3] & 0xff;
    }

    private static DatasetException cutShort(Path path, long end, long wanted, String what) {
        return new DatasetException(path + ", offset " + end + ": the file must go on to " + wanted + " bytes"
                + (what == null ? "" : " to hold " + what) + ". Provided value: it ends here, after " + end
                + " bytes. It is cut short: fetch it again.");
    }

    private static String hex(int value) {
        return String.format("0x%08x", value);
    }

    private static long sizeOf(Path path) {
        try {
            return Files.size(path);
        } catch (IOException e) {
            return -1;
        }
    }
}
