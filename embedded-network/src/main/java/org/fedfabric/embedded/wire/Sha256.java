package org.fedfabric.embedded.wire;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/** SHA-256 of concatenated byte strings. */
public final class Sha256 {
    private Sha256() {}

    /** The digest (32 bytes) of the parts one after the other. */
    public static ByteString of(ByteString... parts) {
        return of(List.of(parts));
    }

    /** The digest (32 bytes) of the parts one after the other. */
    public static ByteString of(Iterable<ByteString> parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (ByteString part : parts) {
                for (ByteBuffer buffer : part.asReadOnlyByteBufferList()) {
                    digest.update(buffer);
                }
            }
            return ByteString.copyFrom(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
