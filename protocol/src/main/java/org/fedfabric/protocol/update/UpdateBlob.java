package org.fedfabric.protocol.update;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.fedfabric.protocol.canonical.BlobType;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.canonical.NotCanonicalException;
import org.fedfabric.protocol.ledger.Verdict.Reason;
import org.fedfabric.protocol.task.Quantisation;

/**
 * The bytes of an update with encoding {@code dense-int32}: {@code FFUP}, version 1 of this form, the header's length as
 * a 32-bit integer, the header in canonical JSON, then every value as a 32-bit two's-complement integer. All
 * little-endian, nothing after the last value (protocol.md §3).
 */
public final class UpdateBlob {
    private static final BlobType TYPE = new BlobType("FFUP", 1);
    private static final int PREFIX_BYTES = BlobType.BYTES + Integer.BYTES;

    private UpdateBlob() {}

    /** Length of the bytes of an update with this header. */
    public static long lengthBytes(UpdateHeader header) {
        return lengthBytes(CanonicalJson.bytes(header).length, header.count());
    }

    /**
     * The bytes of an update.
     *
     * @throws IllegalArgumentException if the number of values is not the header's
     */
    public static byte[] encode(UpdateHeader header, int[] values) {
        Checks.require(
                values.length == header.count(),
                "An update with this header must have " + header.count() + " values",
                values.length);
        byte[] json = CanonicalJson.bytes(header);
        ByteBuffer blob = ByteBuffer.allocate(Math.toIntExact(lengthBytes(json.length, values.length)))
                .order(ByteOrder.LITTLE_ENDIAN);
        TYPE.put(blob);
        blob.putInt(json.length).put(json);
        blob.asIntBuffer().put(values);
        return blob.array();
    }

    /**
     * The values behind the bytes, if the header is the expected one in every field, their number is right and each lies
     * within the agreed width. Never throws, whatever the bytes; allocates nothing before the lengths are checked.
     */
    public static Decoded decode(byte[] bytes, UpdateHeader expected, Quantisation quantisation) {
        ByteBuffer blob = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (!TYPE.isNext(blob) || blob.remaining() < Integer.BYTES) {
            return new Decoded.Rejected(Reason.HEADER);
        }
        int headerBytes = blob.getInt();
        if (headerBytes < 0 || headerBytes > blob.remaining()) {
            return new Decoded.Rejected(Reason.HEADER);
        }
        byte[] json = CanonicalJson.bytes(expected);
        int end = PREFIX_BYTES + headerBytes;
        // Canonical JSON has one form, so equal fields and equal bytes are the same thing.
        if (!Arrays.equals(bytes, PREFIX_BYTES, end, json, 0, json.length)) {
            return new Decoded.Rejected(differsInCount(bytes, end, expected) ? Reason.SHAPE : Reason.HEADER);
        }
        if (bytes.length != lengthBytes(headerBytes, expected.count())) {
            return new Decoded.Rejected(Reason.SHAPE);
        }
        return values(blob.position(end), expected.count(), quantisation.maxMagnitude());
    }

    private static Decoded values(ByteBuffer blob, int count, int maxMagnitude) {
        int[] values = new int[count];
        blob.asIntBuffer().get(values);
        for (int value : values) {
            // Two comparisons: the absolute value of the smallest integer is negative.
            if (value > maxMagnitude || value < -maxMagnitude) {
                return new Decoded.Rejected(Reason.RANGE);
            }
        }
        return new Decoded.Values(values);
    }

    private static boolean differsInCount(byte[] bytes, int end, UpdateHeader expected) {
        if (end - PREFIX_BYTES > UpdateHeader.MAX_BYTES) {
            return false;
        }
        try {
            return CanonicalJson.read(Arrays.copyOfRange(bytes, PREFIX_BYTES, end), UpdateHeader.class)
                    .withCount(expected.count())
                    .equals(expected);
        } catch (NotCanonicalException e) {
            return false;
        }
    }

    private static long lengthBytes(int headerBytes, int count) {
        return PREFIX_BYTES + (long) headerBytes + (long) Integer.BYTES * count;
    }
}
