package org.fedfabric.trainer.testset;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.protocol.canonical.Digests;
import org.fedfabric.protocol.canonical.Names;
import org.fedfabric.trainer.durable.DurableFile;

/**
 * What the owner of a hidden test set must keep until the task has ended. Without the salt, few rows could be guessed from
 * the commitment; with it lost, nobody can ever open the set.
 *
 * @param task the task that commits to the set
 * @param saltHex 32 random bytes, in hexadecimal
 * @param cid address of the rows' byte form
 * @param lengthBytes its length
 */
public record HiddenTest(String task, String saltHex, String cid, long lengthBytes) {
    private static final int SALT_BYTES = 32;

    private static final Gson JSON =
            new GsonBuilder().disableHtmlEscaping().setPrettyPrinting().create();

    /** Checks the parts. */
    public HiddenTest {
        Names.requireId(task, "task of a hidden test set");
        Names.requireDigest(saltHex, "saltHex of a hidden test set");
        Cid.parse(cid);
    }

    /** A new commitment of a task to these rows, with a salt nobody else knows. */
    public static HiddenTest of(String task, byte[] rows) {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        return new HiddenTest(task, HexFormat.of().formatHex(salt), Cid.of(rows).text(), rows.length);
    }

    /** What the task's terms say: SHA-256(salt ‖ CID), as {@code task:RevealTest} checks it. */
    public String commitment() {
        return Digests.sha256Hex(HexFormat.of().parseHex(saltHex), cid.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether these are the rows. */
    public boolean isOf(byte[] rows) {
        return rows.length == lengthBytes && Cid.of(rows).text().equals(cid);
    }

    /** Writes this to a file that only its owner can read. */
    public void write(Path file) throws IOException {
        DurableFile.write(
                file.toAbsolutePath(),
                (JSON.toJson(this) + "\n").getBytes(StandardCharsets.UTF_8),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException naming the file and what is wrong in it
     */
    public static HiddenTest read(Path file) throws IOException {
        try {
            HiddenTest read = JSON.fromJson(Files.readString(file), HiddenTest.class);
            if (read != null) {
                return read;
            }
        } catch (RuntimeException e) {
            // Gson wraps what a record's constructor throws.
            throw damaged(file, e);
        }
        throw damaged(file, null);
    }

    private static IllegalArgumentException damaged(Path file, RuntimeException why) {
        return new IllegalArgumentException(
                file + " must be what `task create --test` wrote. Provided value: "
                        + (why == null ? "an empty file" : why.getMessage()),
                why);
    }
}
