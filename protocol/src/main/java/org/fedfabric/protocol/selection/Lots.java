package org.fedfabric.protocol.selection;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.fedfabric.protocol.canonical.Digests;
import org.fedfabric.protocol.ledger.RosterMember;

/** The lots a seed draws: one for each id, on its own. */
final class Lots {
    private static final byte[] RACE = "race".getBytes(StandardCharsets.UTF_8);

    /** Bits of a lot that make a number: as many as a double holds exactly. */
    private static final int BITS = 53;

    private final byte[] seed;
    private final MessageDigest sha256 = Digests.newSha256();

    Lots(String seed) {
        this.seed = Digests.bytes(seed);
    }

    /** Members by {@link Beacon#rank}. */
    List<RosterMember> byRank(List<RosterMember> members) {
        return byRank(members, RosterMember::id);
    }

    /** Anything by the rank of its name, compared as bytes: their order is that of the hexadecimal digits. */
    <T> List<T> byRank(List<T> items, Function<T, String> name) {
        record Ranked<T>(byte[] rank, T item) {}
        return items.stream()
                .map(item -> new Ranked<>(lot(seed, name.apply(item)), item))
                .sorted(Comparator.comparing(Ranked::rank, Arrays::compareUnsigned))
                .map(Ranked::item)
                .toList();
    }

    /**
     * Members by −ln(U) / weight, least first, where U is uniform in (0, 1) and comes from a lot of its own,
     * SHA-256(SHA-256(seed ‖ "race") ‖ id). Taking the first so many is drawing without replacement with chances in
     * proportion to the weights (Efraimidis and Spirakis 2006), yet no member's key depends on another's.
     *
     * @param weights one for each member; those below 1 count as 1
     */
    List<RosterMember> byRace(List<RosterMember> members, long[] weights) {
        record Runner(double time, byte[] lot, RosterMember member) {}
        byte[] own = Digests.sha256(seed, RACE);
        List<Runner> runners = new ArrayList<>(members.size());
        for (int i = 0; i < weights.length; i++) {
            byte[] lot = lot(own, members.get(i).id());
            long bits = ByteBuffer.wrap(lot).getLong() >>> Long.SIZE - BITS;
            double uniform = (bits + 0.5) / (1L << BITS);
            // StrictMath gives the same bits on every endorser.
            runners.add(new Runner(-StrictMath.log(uniform) / Math.max(1, weights[i]), lot, members.get(i)));
        }
        return runners.stream()
                .sorted(Comparator.comparingDouble(Runner::time).thenComparing(Runner::lot, Arrays::compareUnsigned))
                .map(Runner::member)
                .toList();
    }

    private byte[] lot(byte[] of, String name) {
        sha256.update(of);
        return sha256.digest(name.getBytes(StandardCharsets.UTF_8));
    }
}
