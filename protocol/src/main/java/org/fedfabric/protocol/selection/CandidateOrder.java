package org.fedfabric.protocol.selection;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.fedfabric.protocol.canonical.Digests;
import org.fedfabric.protocol.ledger.RosterMember;
import org.fedfabric.protocol.task.Selection;

/** In which order candidates are offered the places. */
final class CandidateOrder {
    private CandidateOrder() {}

    /** The candidates one after the other; what nobody asks for is not drawn. */
    static Iterator<RosterMember> of(Selection selection, List<RosterMember> candidates, long version, String seed) {
        List<RosterMember> byBeacon = byBeacon(candidates, seed);
        if (version == 0) {
            // Nobody has a history in this task, and an unverified self-assessment alone must not decide.
            return byBeacon.iterator();
        }
        return switch (selection.policy()) {
            case RANDOM -> byBeacon.iterator();
            case RANKED -> ranked(selection, byBeacon).iterator();
            case WEIGHTED -> new WeightedDraw(selection, byBeacon, new Draws(seed));
        };
    }

    /** By {@link Beacon#rank}, as bytes: their order is that of the hexadecimal digits. */
    private static List<RosterMember> byBeacon(List<RosterMember> candidates, String seed) {
        record Ranked(byte[] rank, RosterMember member) {}
        byte[] seedBytes = Digests.bytes(seed);
        MessageDigest sha256 = Digests.newSha256();
        return candidates.stream()
                .map(member -> {
                    sha256.update(seedBytes);
                    return new Ranked(sha256.digest(member.id().getBytes(StandardCharsets.UTF_8)), member);
                })
                .sorted(Comparator.comparing(Ranked::rank, Arrays::compareUnsigned))
                .map(Ranked::member)
                .toList();
    }

    /** Highest score first; the sort is stable, so ties keep the beacon's order. */
    private static List<RosterMember> ranked(Selection selection, List<RosterMember> byBeacon) {
        record Scored(long score, RosterMember member) {}
        return byBeacon.stream()
                .map(member -> new Scored(Score.scoreMicros(selection, member), member))
                .sorted(Comparator.comparingLong(Scored::score).reversed())
                .map(Scored::member)
                .toList();
    }
}
