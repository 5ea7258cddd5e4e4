package org.fedfabric.trainer.dataset;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * One IDX file of unsigned bytes (the format of the MNIST page): two zero bytes, 0x08 for unsigned bytes, the number of
 * dimensions, each dimension as a big-endian 32-bit integer, then the values.
 *
 * @param path where it was read
 * @param sizes the dimensions
 * @param values the values, last dimension fastest
 */
record IdxFile(Path path, List<Integer> sizes, byte[] values) {
    /** Values in one file at most: 2,000,000 images of MNIST's size. Larger headers are taken for damage. */
    private static final long MAX_VALUES = 1_600_000_000L;

    private static final int UNSIGNED_BYTES = 0x08;

    /** Bytes before the first value. */
    int headerBytes() {
        return 4 + 4 * sizes.size();
    }

    /** Finds a file by its name in a folder, as it is or with {@code .gz}. */
    static Path find(Path folder, String name) {
        for (String candidate : List.of(name, name + ".gz")) {
            if (Files.isRegularFile(folder.resolve(candidate))) {
                return folder.resolve(candidate);
            }
        }
        throw new DatasetException(
                "The data folder must hold " + name + " or " + name + ".gz. Provided value: " + folder
                        + (Files.isDirectory(folder) ? ", which has neither" : ", which is no folder")
                        + ". Give the folder with the four IDX files.");
    }

    /**
     * Reads and checks a file.
     *
     * @param dimensions number of dimensions it must have: 3 for images, 1 for labels
     */
    static IdxFile read(Path path, int dimensions) {
        try (InputStream in = open(path)) {
            int magic = integer(in, path, 0, "the magic number");
            int wanted = UNSIGNED_BYTES << 8 | dimensions;
            if (magic != wanted) {
                throw new DatasetException(path + ", offset 0: the magic number must be " + hex(wanted) + " ("
                        + (dimensions == 3 ? "images" : "labels") + " of unsigned bytes). Provided value: " + hex(magic)
                        + ". Check that images and labels are not swapped and that the file is IDX.");
            }
            Integer[] sizes = new Integer[dimensions];
            long count = 1;
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
            return new IdxFile(path, List.of(sizes), values);
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

    private static InputStream open(Path path) throws IOException {
        InputStream raw = new BufferedInputStream(Files.newInputStream(path), 1 << 16);
        try {
            return path.toString().endsWith(".gz") ? new GZIPInputStream(raw, 1 << 16) : raw;
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
