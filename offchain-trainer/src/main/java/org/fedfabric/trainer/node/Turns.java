package org.fedfabric.trainer.node;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.fedfabric.protocol.canonical.Digests;
import org.fedfabric.protocol.canonical.Names;
import org.fedfabric.protocol.ledger.Role;
import org.fedfabric.trainer.ledger.FederationContract;
import org.fedfabric.trainer.ledger.LedgerException;

/**
 * Who acts first: aggregators by SHA-256(task ‖ 0 ‖ version ‖ id) (protocol.md §2). Turns are counted in enterprises, as
 * the aggregators of one enterprise run in one process: if that is down, none of them needs waiting for. Nobody checks
 * turns; they only keep everybody from computing and proposing the same thing at once.
 */
final class Turns {
    /** After so many versions the roster is read again; a stale one costs a moment's waiting and nothing else. */
    private static final int ROSTER_AGE_VERSIONS = 16;

    private final FederationContract reader;
    private final String task;
    private final Map<String, Boolean> aggregators = new ConcurrentHashMap<>();
    private List<String> roster = List.of();
    private long rosterVersion;

    Turns(FederationContract reader, String task) {
        this.reader = reader;
        this.task = task;
    }

    /** How many other enterprises act before the given one in a version. */
    int before(String mspId, long version) throws LedgerException {
        Set<String> enterprises = new TreeSet<>();
        for (String id : inOrder(rosterAt(version), version)) {
            if (isAggregator(id)) {
                if (Names.mspOf(id).equals(mspId)) {
                    return enterprises.size();
                }
                enterprises.add(Names.mspOf(id));
            }
        }
        return enterprises.size();
    }

    /** The given members in the order in which they act. */
    List<Member> inOrderOf(List<Member> members, long version) {
        return members.stream()
                .sorted(Comparator.comparing(member -> rank(member.id(), version)))
                .toList();
    }

    private List<String> inOrder(List<String> ids, long version) {
        return ids.stream()
                .sorted(Comparator.comparing(id -> rank(id, version)))
                .toList();
    }

    private String rank(String id, long version) {
        return Digests.sha256Hex(
                task.getBytes(StandardCharsets.UTF_8),
                new byte[] {0},
                ByteBuffer.allocate(Long.BYTES).putLong(version).array(),
                id.getBytes(StandardCharsets.UTF_8));
    }

    private synchronized List<String> rosterAt(long version) throws LedgerException {
        if (roster.isEmpty() || version - rosterVersion >= ROSTER_AGE_VERSIONS) {
            roster = reader.roster(task).stream()
                    .filter(standing -> !standing.member().left())
                    .map(standing -> standing.member().id())
                    .toList();
            rosterVersion = version;
        }
        return roster;
    }

    private boolean isAggregator(String id) throws LedgerException {
        Boolean known = aggregators.get(id);
        if (known == null) {
            known = reader.participant(id)
                    .map(participant -> participant.has(Role.AGGREGATOR) && !participant.suspended())
                    .orElse(false);
            aggregators.put(id, known);
        }
        return known;
    }
}
