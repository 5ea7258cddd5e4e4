package org.fedfabric.protocol.canonical;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The first eight bytes of every blob: four ASCII letters that say what it is, then the version of its form as a 32-bit
 * little-endian integer (protocol.md §3: every record and blob starts with a schema version).
 *
 * @param magic four ASCII letters
 * @param schema version of the form, at least 1
 */
public record BlobType(String magic, int schema) {
    /** Bytes this takes at the start of a blob. */
    public static final int BYTES = 8;

    /** Checks the parts. */
    public BlobType {
        Checks.require(
                magic != null && magic.matches("[A-Z]{4}"), "The magic of a blob must be four letters A-Z", magic);
        Checks.inRange(schema, 1, Integer.MAX_VALUE, "schema of a blob");
    }

    /** Writes the eight bytes; the buffer must be little-endian. */
    public void put(ByteBuffer blob) {
        blob.put(magic.getBytes(StandardCharsets.US_ASCII)).putInt(schema);
    }

    /** Reads eight bytes of a little-endian buffer and says whether they are this type's; false if there are fewer. */
    public boolean isNext(ByteBuffer blob) {
        if (blob.remaining() < BYTES) {
            return false;
        }
        byte[] found = new byte[4];
        blob.get(found);
        return new String(found, StandardCharsets.ISO_8859_1).equals(magic) && blob.getInt() == schema;
    }
}
