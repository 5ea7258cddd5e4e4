package org.fedfabric.protocol.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.fedfabric.protocol.canonical.BlobType;
import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.canonical.Digests;

/**
 * The bytes of a model version: {@code FFMD}, version 1 of this form, the 32 bytes of the model spec's digest, then every
 * parameter as a little-endian IEEE 754 float. Nothing else, so that equal models have equal addresses (protocol.md §3).
 */
public final class ModelBlob {
    private static final BlobType TYPE = new BlobType("FFMD", 1);
    private static final int PREFIX_BYTES = BlobType.BYTES + Digests.BYTES;

    private ModelBlob() {}

    /** Length of the bytes of any model of this spec. */
    public static long lengthBytes(ModelSpec spec) {
        return PREFIX_BYTES + (long) Float.BYTES * spec.parameterCount();
    }

    /**
     * The bytes of a model.
     *
     * @throws IllegalArgumentException if the vector has another length than the spec says or a value is not finite
     */
    public static byte[] encode(ModelSpec spec, float[] parameters) {
        Checks.require(
                parameters.length == spec.parameterCount(),
                "A model of this spec must have " + spec.parameterCount() + " parameters",
                parameters.length);
        ByteBuffer blob =
                ByteBuffer.allocate(Math.toIntExact(lengthBytes(spec))).order(ByteOrder.LITTLE_ENDIAN);
        TYPE.put(blob);
        blob.put(specDigest(spec));
        requireFinite(parameters);
        blob.asFloatBuffer().put(parameters);
        return blob.array();
    }

    /**
     * The parameters behind the bytes.
     *
     * @throws IllegalArgumentException if the bytes are of another kind, spec or length, or a value is not finite
     */
    public static float[] decode(ModelSpec spec, byte[] bytes) {
        Checks.require(
                bytes.length == lengthBytes(spec),
                "A model of this spec must have " + lengthBytes(spec) + " bytes",
                bytes.length);
        ByteBuffer blob = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        Checks.require(TYPE.isNext(blob), "A model must begin with " + TYPE, Digests.hex(bytes, 0, BlobType.BYTES));
        byte[] digest = new byte[Digests.BYTES];
        blob.get(digest);
        Checks.require(
                Arrays.equals(digest, specDigest(spec)),
                "A model must name the digest of its spec, " + Digests.ofRecord(spec),
                Digests.hex(digest, 0, digest.length));
        float[] parameters = new float[spec.parameterCount()];
        blob.asFloatBuffer().get(parameters);
        requireFinite(parameters);
        return parameters;
    }

    private static byte[] specDigest(ModelSpec spec) {
        return Digests.bytes(Digests.ofRecord(spec));
    }

    private static void requireFinite(float[] parameters) {
        for (int i = 0; i < parameters.length; i++) {
            // The sentence is put together only when it is needed: for each parameter it cost ten times the rest.
            if (!Float.isFinite(parameters[i])) {
                Checks.require(false, "Parameter " + i + " of a model must be finite", parameters[i]);
            }
        }
    }
}
