package org.fedfabric.experiments.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.fedfabric.chaincode.judging.Claim;
import org.fedfabric.chaincode.judging.Judging;
import org.fedfabric.chaincode.judging.Successor;
import org.fedfabric.chaincode.judging.Terms;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.contentstore.ContentStore;
import org.fedfabric.contentstore.ContentStoreException;
import org.fedfabric.contentstore.Pinning;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.ledger.AdvanceRequest;
import org.fedfabric.protocol.ledger.Contributor;
import org.fedfabric.protocol.ledger.UpdateRecord;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.ledger.VersionState;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.protocol.refusal.RefusalException;
import org.fedfabric.trainer.ledger.LedgerException;

/** Takes a version from its opening to its successor: submissions, Close, reveal, judgement, Advance. */
final class Versions {
    /** Judging may take longer than one call waits; it goes on meanwhile, and the next call finds it further. */
    private static final int JUDGING_CALLS = 100;

    private final Federation federation;
    private final RunNetwork network;
    private final Workers cores;
    private final Judging judging;
    private final ContentStore store;
    private final ModelFiles models;
    private final Terms terms;

    Versions(Federation federation, RunNetwork network, Workers cores, ModelFiles models, Terms terms) {
        this.federation = federation;
        this.network = network;
        this.cores = cores;
        this.judging = network.judging();
        this.store = network.store();
        this.models = models;
        this.terms = terms;
    }

    /**
     * What a version led to.
     *
     * @param judged it with its verdicts
     * @param next its successor, as committed
     * @param model the successor's bytes; null if the model stayed
     */
    record Step(VersionRecord judged, VersionRecord next, byte[] model) {}

    /** Where the updates of the head's selected members go. */
    Submissions submissions(VersionRecord head) {
        return new Submissions(federation, network, cores, terms, head);
    }

    /**
     * Publishes the successor of the head.
     *
     * @param head collecting or closed
     * @param sent the update of each selected member
     */
    Step advance(VersionRecord head, Submissions sent, Stopwatch watch) throws RunException, InterruptedException {
        try {
            List<UpdateRecord> updates = sent.committed();
            String aggregator = head.selected().get(0);
            VersionRecord closed = head.state() == VersionState.CLOSED
                    ? head
                    : read(federation
                            .contract(aggregator)
                            .close(head.task(), head.version())
                            .result());
            watch.part("ledger");
            Successor successor = successor(closed, claims(closed, updates));
            watch.part("judging");
            if (successor.model() != null) {
                models.write(successor.cid(), successor.model());
            }
            SortedMap<String, String> renewed = federation.renew(head);
            Set<String> leaving = new TreeSet<>(renewed.keySet());
            leaving.addAll(federation.leaveWhoIsSpent(head));
            VersionRecord next = read(federation
                    .contract(aggregator)
                    .advance(
                            head.task(),
                            head.version(),
                            new AdvanceRequest(
                                    1,
                                    successor.cid(),
                                    List.of(),
                                    renewed.values().stream().sorted().toList(),
                                    List.copyOf(leaving)))
                    .result());
            federation.judged(head);
            federation.joined(renewed.values());
            forgetUpdates(successor, head.modelCid());
            watch.part("ledger");
            return new Step(successor.judged(), next, successor.model());
        } catch (LedgerException | ContentStoreException e) {
            throw new RunException("Version " + (head.version() + 1) + " could not be published: " + e.getMessage(), e);
        }
    }

    private List<Claim> claims(VersionRecord closed, List<UpdateRecord> updates) {
        Map<String, UpdateRecord> byId = new TreeMap<>();
        updates.forEach(update -> byId.put(update.participantId(), update));
        List<Claim> claims = new ArrayList<>();
        for (Contributor contributor : closed.contributors()) {
            claims.add(Claim.of(terms, closed, byId.get(contributor.id()), contributor));
        }
        return claims;
    }

    private Successor successor(VersionRecord closed, List<Claim> claims) throws RunException {
        RefusalException busy = null;
        for (int call = 0; call < JUDGING_CALLS; call++) {
            try {
                return judging.successor(terms, closed, claims, List.of());
            } catch (RefusalException e) {
                if (e.code() != RefusalCode.BUSY) {
                    throw e;
                }
                busy = e;
            }
        }
        throw new RunException("Version " + closed.version() + " must be judged in time. " + busy.getMessage(), busy);
    }

    /** Only models, and the rows that all judge with, are wanted again. */
    private void forgetUpdates(Successor successor, String baseCid) throws ContentStoreException, RunException {
        // Updates of zeros alone lead to the base itself, which then is the one to keep.
        if (successor.model() != null && !successor.cid().equals(baseCid)) {
            store.put(successor.model(), Pinning.PINNED, Federation.STORE);
            store.unpin(Cid.parse(baseCid), Federation.STORE);
            models.keepOnly(Set.of(successor.cid(), baseCid));
        }
        store.collectGarbage(Federation.STORE);
    }

    private static VersionRecord read(String record) {
        return CanonicalJson.read(record, VersionRecord.class);
    }
}
