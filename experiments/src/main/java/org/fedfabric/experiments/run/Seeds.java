package org.fedfabric.experiments.run;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.fedfabric.protocol.canonical.Digests;

/**
 * Everything a run draws, derived from its one seed: SHA-256(use ‖ seed ‖ number ‖ name). No secrets: a run is a
 * simulation that anybody can repeat.
 */
record Seeds(long seed) {
    /** 32 bytes for one use. */
    byte[] bytes(String use, long number, String name) {
        return Digests.sha256(
                use.getBytes(StandardCharsets.UTF_8),
                ByteBuffer.allocate(2 * Long.BYTES)
                        .putLong(seed)
                        .putLong(number)
                        .array(),
                name.getBytes(StandardCharsets.UTF_8));
    }

    /** The first eight of them as a number. */
    long number(String use, long number, String name) {
        return ByteBuffer.wrap(bytes(use, number, name)).getLong();
    }
}
