package org.fedfabric.trainer.node;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.contentstore.ContentStoreException;
import org.fedfabric.protocol.canonical.Names;
import org.fedfabric.protocol.ledger.Contributor;
import org.fedfabric.protocol.ledger.Verdict;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.task.ValidationSet;
import org.fedfabric.telemetry.logs.Subject;
import org.fedfabric.trainer.ledger.FederationContract;
import org.fedfabric.trainer.ledger.LedgerException;

/** Keeps pinned in the own store what the enterprise needs or wants to keep, and lets go of the rest. */
final class Pins {
    private static final Logger LOG = System.getLogger(Pins.class.getPackageName());
    private static final Duration STORE = Duration.ofSeconds(20);

    /** A collection lists all blocks and unlinks files: thousands a second on any disk. */
    private static final Duration COLLECTION = Duration.ofMinutes(2);

    /** So many versions that went by while this node was down are made good; of more, pins stay until a person looks. */
    private static final int MISSED_VERSIONS = 100;

    private final TaskContext task;
    private final NodeTools tools;
    private final FederationContract reader;
    private long releasedUpdatesOf = -1;
    private long releasedModelsOf = -1;

    Pins(TaskContext task, NodeTools tools, FederationContract reader) {
        this.task = task;
        this.tools = tools;
        this.reader = reader;
    }

    /** What endorsers judge with must outlive every garbage collection. */
    void keepValidationSet() throws ContentStoreException {
        ValidationSet validation = task.spec().validation();
        Cid cid = Cid.parse(validation.cid());
        tools.store().get(cid, validation.lengthBytes(), STORE);
        tools.store().pin(cid, STORE);
    }

    /** A version was published. */
    synchronized void keepHead(VersionRecord head) throws ContentStoreException, LedgerException {
        tools.models().pin(task.spec(), head.modelCid());
        tools.sealed().destroyBefore(task.name(), head.version());
        releaseUpdates(head);
        releaseModels(head);
        if (head.version() > 0) {
            keepEvidence(head.version() - 1);
        }
        int every = tools.settings().retention().collectEvery();
        if (every > 0 && head.version() > 0 && head.version() % every == 0) {
            long dropped = tools.store().collectGarbage(COLLECTION);
            LOG.log(
                    Level.INFO,
                    "{0}: the content store dropped {1} blocks that nothing pins",
                    Subject.of(task.name(), head.version()),
                    dropped);
        }
    }

    /**
     * Rejected updates of other enterprises: their owners would rather see them gone. Bytes that are not what was declared
     * cannot be kept under the declared address; their verdict says so.
     */
    private void keepEvidence(long version) throws ContentStoreException, LedgerException {
        for (Contributor contributor : contributors(version)) {
            if (isRejected(contributor) && contributor.verdict().reason() != Verdict.Reason.CONTENT) {
                Cid cid = Cid.parse(contributor.cid());
                tools.store().get(cid, contributor.lengthBytes(), STORE);
                tools.store().pin(cid, STORE);
            }
        }
    }

    private void releaseUpdates(VersionRecord head) throws ContentStoreException, LedgerException {
        int kept = tools.settings().retention().updateVersions();
        String mspId = reader.client().identity().mspId();
        for (long version = oldest(head, kept, releasedUpdatesOf);
                kept > 0 && version <= head.version() - kept;
                version++) {
            for (Contributor contributor : contributors(version)) {
                // Only the own enterprise's updates were pinned here; those of others lie here as guests.
                if (!isRejected(contributor) && Names.mspOf(contributor.id()).equals(mspId)) {
                    tools.store().unpin(Cid.parse(contributor.cid()), STORE);
                }
            }
            releasedUpdatesOf = version;
        }
    }

    private void releaseModels(VersionRecord head) throws ContentStoreException, LedgerException {
        int kept = tools.settings().retention().modelVersions();
        for (long version = oldest(head, kept, releasedModelsOf);
                kept > 0 && version <= head.version() - kept;
                version++) {
            Optional<VersionRecord> past = reader.version(task.name(), version);
            if (past.isPresent() && !isStillNeeded(past.get(), head)) {
                tools.store().unpin(Cid.parse(past.get().modelCid()), STORE);
            }
            releasedModelsOf = version;
        }
    }

    /** A fruitless version carries the model of the one before it: it is let go with the last that has it. */
    private boolean isStillNeeded(VersionRecord past, VersionRecord head) throws LedgerException {
        return past.modelCid().equals(head.modelCid())
                || reader.version(task.name(), past.version() + 1)
                        .filter(next -> next.modelCid().equals(past.modelCid()))
                        .isPresent();
    }

    /** The first version that may still hold a pin too many. */
    private static long oldest(VersionRecord head, int kept, long released) {
        return Math.max(released + 1, Math.max(0, head.version() - kept - MISSED_VERSIONS));
    }

    private List<Contributor> contributors(long version) throws LedgerException {
        return reader.version(task.name(), version)
                .map(VersionRecord::contributors)
                .orElse(List.of());
    }

    private static boolean isRejected(Contributor contributor) {
        return contributor.verdict() != null && contributor.verdict().outcome() == Verdict.Outcome.REJECTED;
    }
}
