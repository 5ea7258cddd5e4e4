package org.fedfabric.protocol.ledger;

import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.canonical.Names;

/**
 * What {@code update:Submit} takes: a commitment to bytes that nobody has seen yet (protocol.md §2).
 *
 * @param schema version of this record's form, 1
 * @param cid address of the sealed bytes
 * @param lengthBytes their length
 * @param encoding form of the values; this version has {@code dense-int32}
 * @param noise the noise the values carry; as {@code NoiseDescriptor} writes it
 * @param preimage the next value of the member's hash chain, 64 hexadecimal digits
 */
public record Submission(int schema, String cid, long lengthBytes, String encoding, String noise, String preimage) {
    /** Values as little-endian two's-complement integers of 32 bits. */
    public static final String DENSE_INT32 = "dense-int32";

    /** No noise. */
    public static final String NO_NOISE = "none";

    /** Checks the parts. */
    public Submission {
        Checks.inRange(schema, 1, 1, "schema of a submission");
        Checks.present(cid, "cid of an update");
        Checks.inRange(lengthBytes, 1, 1L << 28, "lengthBytes of an update");
        Checks.present(encoding, "encoding");
        Checks.present(noise, "noise");
        Names.requireDigest(preimage, "preimage");
    }
}
