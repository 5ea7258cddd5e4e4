package org.fedfabric.protocol.selection;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.fedfabric.protocol.canonical.Digests;
import org.fedfabric.protocol.canonical.Names;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.task.TaskSpec;

/**
 * The seed of each version (protocol.md §2). Every member fixes a chain of values at Join ({@link HashChain}) and reveals
 * one with each submission. Of each enterprise one value counts: that of its selected member that the version's own seed
 * ranks first, and none if that one submitted nothing. So whoever submits last can choose only between submitting and not,
 * one bit, however many of its members were selected; if all their values counted, k members would choose among 2^k seeds.
 * Transaction ids, timestamps and CIDs never enter, because their author could try many.
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
     * @param preimages the values that count ({@link #after}); their order does not matter to XOR
     */
    static String next(String seed, List<String> preimages) {
        byte[] xor = new byte[Digests.BYTES];
        for (String preimage : preimages) {
            byte[] value = Digests.bytes(preimage);
            for (int i = 0; i < xor.length; i++) {
                xor[i] ^= value[i];
            }
        }
        return Digests.sha256Hex(Digests.bytes(seed), xor);
    }

    /**
     * The seed of the version after this one, from the values that count.
     *
     * @param closed a version with its contributors, whatever their verdicts
     * @param preimages what the submissions of all contributors revealed, in the contributors' order
     */
    public static String after(VersionRecord closed, List<String> preimages) {
        Map<String, String> speakers = new TreeMap<>();
        for (String id : closed.selected()) {
            speakers.merge(
                    Names.mspOf(id),
                    id,
                    (a, b) -> rank(closed.seed(), a).compareTo(rank(closed.seed(), b)) < 0 ? a : b);
        }
        List<String> counted = new ArrayList<>();
        for (int i = 0; i < preimages.size(); i++) {
            String id = closed.contributors().get(i).id();
            if (id.equals(speakers.get(Names.mspOf(id)))) {
                counted.add(preimages.get(i));
            }
        }
        return next(closed.seed(), counted);
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
