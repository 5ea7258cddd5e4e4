package org.fedfabric.embedded.blockstore;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The content of the first part of a {@code multipart/form-data} body (RFC 7578), read as it arrives: it ends where the
 * boundary begins, and a body that ends before its boundary is an error, never a shorter file.
 */
final class PartInputStream extends InputStream {
    private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([^\";,]{1,70})\"?");

    /** Room for the header of a part: a file name and a media type. */
    private static final int MAX_HEADER_BYTES = 8 << 10;

    private static final int BUFFER_BYTES = 64 << 10;

    private final InputStream body;
    private final byte[] delimiter;
    private final byte[] buffer = new byte[BUFFER_BYTES];

    /** Bytes from {@code start} to {@code safe} are content; from there to {@code end} they may begin the delimiter. */
    private int start;

    private int safe;
    private int end;
    private boolean finished;

    private PartInputStream(InputStream body, String boundary) {
        this.body = body;
        delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The first part, or empty when the body has none. */
    static Optional<InputStream> firstPart(InputStream rawBody, String contentType) throws IOException {
        Matcher boundary = BOUNDARY.matcher(contentType == null ? "" : contentType);
        if (contentType == null || !contentType.startsWith("multipart/form-data") || !boundary.find()) {
            return Optional.empty();
        }
        InputStream body = new BufferedInputStream(rawBody, BUFFER_BYTES);
        if (!readLine(body).equals("--" + boundary.group(1))) {
            return Optional.empty();
        }
        int header = 0;
        for (String line = readLine(body); !line.isEmpty(); line = readLine(body)) {
            header += line.length();
            if (header > MAX_HEADER_BYTES) {
                throw new IOException("the header of a part must have at most " + MAX_HEADER_BYTES + " bytes");
            }
        }
        return Optional.of(new PartInputStream(body, boundary.group(1)));
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (start == safe) {
            if (finished) {
                return -1;
            }
            fill();
        }
        int taken = Math.min(length, safe - start);
        System.arraycopy(buffer, start, target, offset, taken);
        start += taken;
        return taken;
    }

    /** Reads on and looks for the delimiter; what could be its beginning waits for the rest of it. */
    private void fill() throws IOException {
        System.arraycopy(buffer, start, buffer, 0, end - start);
        end -= start;
        start = 0;
        int more = body.read(buffer, end, buffer.length - end);
        if (more < 0) {
            throw new EOFException("the body ended before its closing boundary");
        }
        end += more;
        safe = 0;
        while (safe < end && !finished) {
            int matched = 0;
            while (matched < delimiter.length && safe + matched < end && buffer[safe + matched] == delimiter[matched]) {
                matched++;
            }
            if (matched == delimiter.length) {
                finished = true;
            } else if (safe + matched == end) {
                return;
            } else {
                safe++;
            }
        }
    }

    private static String readLine(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        int c = in.read();
        while (c >= 0 && c != '\n' && line.length() <= MAX_HEADER_BYTES) {
            line.append((char) c);
            c = in.read();
        }
        int length = line.length();
        return length > 0 && line.charAt(length - 1) == '\r' ? line.substring(0, length - 1) : line.toString();
    }
}
