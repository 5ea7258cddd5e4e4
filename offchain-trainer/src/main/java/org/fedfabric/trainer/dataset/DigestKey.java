package org.fedfabric.trainer.dataset;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.fedfabric.trainer.durable.DurableFile;

/**
 * The secret under which an owner's rows are hashed. Without it a digest of a small table could be confirmed by guessing
 * rows (protocol.md §1). It stays with the owner; losing it means that old digests can no longer be opened.
 */
public final class DigestKey {
    private static final String ALGORITHM = "HmacSHA256";

    /** 256 bits, the length of the hash: more adds nothing (RFC 2104, section 3). */
    private static final int KEY_BYTES = 32;

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private final SecretKeySpec key;

    private DigestKey(byte[] bytes) {
        key = new SecretKeySpec(bytes, ALGORITHM);
    }

    /**
     * Reads the key file, or makes one with fresh randomness, readable by its owner only, if there is none yet. Of two
     * processes that make it at once, both end up with the same key.
     *
     * @throws DatasetException if the file is no key, or others may read it
     */
    public static DigestKey openOrCreate(Path file) {
        try {
            if (!Files.exists(file)) {
                create(file);
            }
            return open(file);
        } catch (IOException e) {
            throw new DatasetException(
                    "The key file of the data digest must be readable and its folder writable. Provided value: " + e
                            + ". Correct the path or its permissions: " + file + ".",
                    e);
        }
    }

    /** HMAC-SHA256 of the bytes. */
    byte[] mac(byte[] bytes) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has HMAC-SHA256", e);
        }
    }

    private static DigestKey open(Path file) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Set<PosixFilePermission> others = EnumSet.copyOf(Files.getPosixFilePermissions(file));
            others.removeAll(OWNER_ONLY);
            if (!others.isEmpty()) {
                throw new DatasetException("The key file of the data digest must be readable by its owner only. "
                        + "Provided value: " + PosixFilePermissions.toString(Files.getPosixFilePermissions(file))
                        + " on "
                        + file + ". Run: chmod 600 " + file);
            }
        }
        String text = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
        if (!text.matches("[0-9a-f]{" + 2 * KEY_BYTES + "}")) {
            throw new DatasetException(
                    file + ": must hold a key of " + 2 * KEY_BYTES
                            + " hexadecimal digits. Provided value: " + text.length()
                            + " characters of another kind. Restore the file; a new key would give the same rows another digest.");
        }
        return new DigestKey(HexFormat.of().parseHex(text));
    }

    private static void create(Path file) throws IOException {
        byte[] fresh = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(fresh);
        Path made = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ".new");
        // Temporary files are made readable by their owner only.
        DurableFile.write(made, (HexFormat.of().formatHex(fresh) + "\n").getBytes(StandardCharsets.ISO_8859_1));
        try {
            // A link, unlike a rename, never replaces the key another process made a moment ago.
            Files.createLink(file, made);
            DurableFile.force(file.toAbsolutePath().getParent());
        } catch (FileAlreadyExistsException e) {
            // Theirs is as good as ours, and it is the one to use.
        } finally {
            Files.deleteIfExists(made);
        }
    }
}
