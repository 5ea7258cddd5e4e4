package org.fedfabric.trainer.dataset;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/**
 * A file of text, plain or gzip, and how its bytes are to be read: by its byte-order mark, else UTF-8 if all of it is valid,
 * else Windows-1252 (which has Latin-1's letters at Latin-1's places).
 *
 * @param path where it lies
 * @param charset how bytes become characters
 */
record TextFile(Path path, Charset charset) {
    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");
    private static final int LOOK_BYTES = 4_096;
    private static final char BYTE_ORDER_MARK = '\ufeff';

    /** Below this a file is read before a person could read a progress bar. */
    private static final long BAR_FROM_BYTES = 64L << 20;

    /** What files that are no text begin with, as Latin-1, and what to do with them. */
    private static final Map<String, String> OTHER_FORMATS = Map.of(
            "PAR1", "a Parquet file. Write it as CSV first, say with DuckDB: COPY 'FILE.parquet' TO 'FILE.csv'",
            "PK\u0003\u0004", "a zip archive or an Excel workbook. Unpack it, or save the sheet as CSV",
            "\u00d0\u00cf\u0011\u00e0", "an old Excel workbook. Save the sheet as CSV",
            "\u0089HDF", "an HDF5 file. Write the table in it as CSV",
            "SQLite format 3", "an SQLite database. Export the table as CSV",
            "ARROW1", "an Arrow file. Write it as CSV",
            "\u0093NUMPY", "a NumPy array. Write it as CSV",
            "BZh", "compressed with bzip2. Unpack it, or compress it with gzip",
            "\u00fd7zXZ", "compressed with xz. Unpack it, or compress it with gzip",
            "(\u00b5/\u00fd", "compressed with zstd. Unpack it, or compress it with gzip");

    /** Looks at a file's first bytes and, if nothing else decides, at all of them. */
    static TextFile of(Path path) {
        return guarded(path, () -> {
            byte[] start;
            try (InputStream in = bytes(path, false)) {
                start = in.readNBytes(LOOK_BYTES);
            }
            refuseOtherFormats(path, start);
            if (beginsWith(start, 0xff, 0xfe)) {
                return new TextFile(path, StandardCharsets.UTF_16LE);
            }
            if (beginsWith(start, 0xfe, 0xff)) {
                return new TextFile(path, StandardCharsets.UTF_16BE);
            }
            for (int i = 0; i < start.length; i++) {
                if (start[i] == 0) {
                    throw new DatasetException(path + ", offset " + i + ": must be text. Provided value: a zero byte."
                            + " Save the table as CSV in UTF-8.");
                }
            }
            return new TextFile(path, isUtf8(path) ? StandardCharsets.UTF_8 : WINDOWS_1252);
        });
    }

    /** The text, without a byte-order mark. */
    BufferedReader open() throws IOException {
        BufferedReader text =
                new BufferedReader(new InputStreamReader(bytes(path, true), charset.newDecoder()), 1 << 16);
        text.mark(1);
        if (text.read() != BYTE_ORDER_MARK) {
            text.reset();
        }
        return text;
    }

    /** The encoding's name for people. */
    String encoding() {
        return charset.equals(WINDOWS_1252) ? "Windows-1252 (it is not valid UTF-8)" : charset.name();
    }

    /** What reading gives. */
    interface Reading<T> {
        /** Reads. */
        T read() throws IOException;
    }

    /** Reads, and turns what can go wrong with a file into a sentence. */
    static <T> T guarded(Path path, Reading<T> reading) {
        try {
            return reading.read();
        } catch (NoSuchFileException e) {
            throw new DatasetException("The CSV file must exist. Provided value: " + path + ". Check the path.", e);
        } catch (EOFException e) {
            throw new DatasetException(
                    path + ": the compressed data must be complete. Provided value: it breaks off. Fetch it again.", e);
        } catch (ZipException e) {
            throw new DatasetException(
                    path + ": must be valid gzip. Provided value: " + e.getMessage() + ". Fetch it again.", e);
        } catch (CharacterCodingException e) {
            throw new DatasetException(
                    path + ": must be text in one encoding. Provided value: bytes that are not. Save it as UTF-8.", e);
        } catch (IOException e) {
            throw new DatasetException(
                    path + ": must be readable CSV. Provided value: " + e.getMessage()
                            + ". Check the path, its permissions, and that every quote is closed.",
                    e);
        }
    }

    private static InputStream bytes(Path path, boolean withBar) throws IOException {
        long size = Files.size(path);
        InputStream raw = Files.newInputStream(path);
        if (withBar && size >= BAR_FROM_BYTES && System.console() != null) {
            raw = ProgressBar.wrap(
                    raw,
                    new ProgressBarBuilder()
                            .setTaskName(path.getFileName().toString())
                            .setInitialMax(size)
                            .setUnit(" MiB", 1 << 20));
        }
        InputStream in = new BufferedInputStream(raw, 1 << 16);
        try {
            in.mark(2);
            boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
            in.reset();
            return gzip ? new GZIPInputStream(in, 1 << 16) : in;
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    private static boolean isUtf8(Path path) throws IOException {
        char[] buffer = new char[1 << 16];
        try (Reader text = new InputStreamReader(bytes(path, false), StandardCharsets.UTF_8.newDecoder())) {
            while (text.read(buffer) >= 0) {
                // Only whether it can be decoded matters.
            }
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static void refuseOtherFormats(Path path, byte[] start) {
        String text = new String(start, StandardCharsets.ISO_8859_1);
        for (Map.Entry<String, String> other : OTHER_FORMATS.entrySet()) {
            if (text.startsWith(other.getKey())) {
                throw new DatasetException(
                        path + ": must be a table as text (CSV). Provided value: " + other.getValue() + ".");
            }
        }
        String first = text.replace("\u00ef\u00bb\u00bf", "").strip();
        for (String mark : List.of("{", "[{", "[[", "<", "@relation", "@RELATION", "%PDF")) {
            if (first.startsWith(mark)) {
                throw new DatasetException(path + ": must be a table as text (CSV). Provided value: a file that begins"
                        + " with " + mark + ", as JSON, web pages, ARFF and PDF do. Write the table in it as CSV.");
            }
        }
    }

    private static boolean beginsWith(byte[] bytes, int first, int second) {
        return bytes.length > 1 && (bytes[0] & 0xff) == first && (bytes[1] & 0xff) == second;
    }
}
