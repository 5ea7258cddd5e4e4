package org.fedfabric.experiments.run;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.fedfabric.chaincode.judging.Claim;
import org.fedfabric.chaincode.judging.Terms;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.contentstore.ContentStoreException;
import org.fedfabric.contentstore.Pinning;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.ledger.Submission;
import org.fedfabric.protocol.ledger.UpdateRecord;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.privacy.NoiseDescriptor;
import org.fedfabric.trainer.ledger.LedgerException;
import org.fedfabric.trainer.node.TaskContext;

/**
 * The updates of one version on their way to the ledger: each is committed to as soon as it is made, while others still
 * train, as participants of their own would. Once nobody trains any more the cores judge what there is, which the
 * endorsements of Advance find done: a verdict is a function of content alone.
 */
final class Submissions {
    private final Federation federation;
    private final RunNetwork network;
    private final Workers cores;
    private final Terms terms;
    private final VersionRecord head;
    private final List<Future<UpdateRecord>> commitments = new ArrayList<>();

    /** None yet to this version. */
    Submissions(Federation federation, RunNetwork network, Workers cores, Terms terms, VersionRecord head) {
        this.federation = federation;
        this.network = network;
        this.cores = cores;
        this.terms = terms;
        this.head = head;
    }

    /** Takes a sealed update; threads may send at once. */
    void send(String id, byte[] update) throws ContentStoreException {
        network.store().put(update, Pinning.UNPINNED, Federation.STORE);
        Claim claim = claim(id, update);
        synchronized (this) {
            commitments.add(federation.callers().start(() -> submitted(id, update)));
            cores.start(() -> network.judging().judge(claim));
        }
    }

    /** Waits until all that were sent are on the ledger. */
    List<UpdateRecord> committed() throws RunException, InterruptedException {
        List<Future<UpdateRecord>> sent;
        synchronized (this) {
            sent = List.copyOf(commitments);
        }
        return Workers.results(sent);
    }

    /** A submission of the same bytes that a kill kept this process from hearing of is answered with its record. */
    private UpdateRecord submitted(String id, byte[] update) throws LedgerException {
        String preimage = federation.preimage(id);
        UpdateRecord record = CanonicalJson.read(
                federation
                        .contract(id)
                        .submit(
                                head.task(),
                                head.version(),
                                new Submission(
                                        1,
                                        Cid.of(update).text(),
                                        update.length,
                                        Submission.DENSE_INT32,
                                        NoiseDescriptor.of(federation.spec()),
                                        preimage))
                        .result(),
                UpdateRecord.class);
        if (record.submission().preimage().equals(preimage)) {
            federation.revealed(id, preimage);
        }
        return record;
    }

    /** What the closed version will say of the update. No verdict depends on what the submission reveals. */
    private Claim claim(String id, byte[] update) {
        return new Claim(
                terms,
                new TaskContext(terms.channel(), terms.spec(), terms.digest())
                        .header(head.version(), head.modelCid(), id),
                Cid.of(update).text(),
                update.length,
                federation.rowsLog2(id),
                head.scoreMicros(),
                "");
    }
}
