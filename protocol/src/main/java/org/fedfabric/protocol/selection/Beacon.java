package org.fedfabric.protocol.selection;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.fedfabric.protocol.canonical.Digests;
import org.fedfabric.protocol.canonical.Names;
import org.fedfabric.protocol.task.TaskSpec;

/**
 * The seed of each version (protocol.md §2). Every member fixes a chain of values at Join ({@link HashChain}) and reveals
 * one with each submission, so whoever submits last can choose only between submitting and not: one bit. Transaction ids,
 * timestamps and CIDs never enter, because their author could try many.
 */
public final class Beacon {
    private Beacon() {}

    /** The seed of version 0: the one in the spec, which everybody reads before joining. */
    public static String first(TaskSpec spec) {
        return spec.seed();
    }

    /**
     * The seed of the next version: SHA-256(seed ‖ XOR of the preimages), both as 32 bytes.
     *
     * @param seed this version's seed
     * @param preimagesSortedById what all submissions that the version closed with revealed, whatever their verdict; the
     *     order does not matter to XOR, the name keeps callers from leaving any out
     */
    public static String next(String seed, List<String> preimagesSortedById) {
        byte[] xor = new byte[Digests.BYTES];
        for (String preimage : preimagesSortedById) {
            byte[] value = Digests.bytes(preimage);
            for (int i = 0; i < xor.length; i++) {
                xor[i] ^= value[i];
            }
        }
        return Digests.sha256Hex(Digests.bytes(seed), xor);
    }

    /** Where chance puts a participant in a version, low first: SHA-256(seed ‖ id in UTF-8), in hexadecimal. */
    public static String rank(String seed, String participantId) {
        return Digests.sha256Hex(Digests.bytes(seed), participantId.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Whether a value is the one the registered tip commits to.
     *
     * @param preimage what a submission reveals, 64 hexadecimal digits
     * @param tip the chain's current tip
     */
    public static boolean reveals(String preimage, String tip) {
        Names.requireDigest(tip, "tip");
        return HexFormat.of().formatHex(Digests.sha256(Digests.bytes(preimage))).equals(tip);
    }
}
