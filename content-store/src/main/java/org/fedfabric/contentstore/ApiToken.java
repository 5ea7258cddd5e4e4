package org.fedfabric.contentstore;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The secret by which an IPFS node knows its own enterprise: what stands after {@code bearer:} in an {@code AuthSecret} of
 * Kubo's {@code API.Authorizations}. It leaves this object in one header of each call, and in no text.
 */
public final class ApiToken {
    /** Longest token; anything longer is some other file. */
    private static final int MAX_BYTES = 4_096;

    /** What a header may carry as a bearer token: {@code b64token} of RFC 6750, section 2.1. */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final Path file;
    private final String secret;

    private ApiToken(Path file, String secret) {
        this.file = file;
        this.secret = secret;
    }

    /**
     * Reads a token: the file's only line. A changed file is read at the next start.
     *
     * @param file readable by its owner alone (mode 0600 or 0400)
     * @throws IOException when it is not there, not a token, or open to others; the message never shows what is in it
     */
    public static ApiToken read(Path file) throws IOException {
        requireOwnerOnly(file);
        byte[] bytes;
        try (var in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MAX_BYTES + 1);
        }
        String text = new String(bytes, StandardCharsets.ISO_8859_1).strip();
        if (bytes.length > MAX_BYTES || !TOKEN.matcher(text).matches()) {
            throw new IOException("A content store's token must be one line of letters, digits and -._~+/ in its file. "
                    + "Provided value: something else in " + file);
        }
        return new ApiToken(file, text);
    }

    private static void requireOwnerOnly(Path file) throws IOException {
        Set<PosixFilePermission> permissions;
        try {
            permissions = Files.getPosixFilePermissions(file);
        } catch (NoSuchFileException e) {
            throw new IOException(
                    "The file of the content store's token must be there. Provided value: " + file
                            + ". Ask whoever runs the enterprise's IPFS node for it.",
                    e);
        } catch (UnsupportedOperationException e) {
            return; // no such permissions on this platform: they cannot be too wide
        }
        if (!OWNER_ONLY.containsAll(permissions)) {
            throw new IOException("The file of the content store's token must be readable by its owner alone. "
                    + "Provided value: " + PosixFilePermissions.toString(permissions) + " of " + file
                    + ". Run: chmod 600 " + file);
        }
    }

    /** The value of the header {@code Authorization}. */
    String header() {
        return "Bearer " + secret;
    }

    /** Where it was read; not what it is. */
    @Override
    public String toString() {
        return "token of " + file;
    }
}
