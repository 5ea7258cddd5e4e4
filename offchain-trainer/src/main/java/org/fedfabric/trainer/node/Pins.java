package org.fedfabric.trainer.node;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.contentstore.ContentStoreException;
import org.fedfabric.protocol.ledger.Contributor;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.task.ValidationSet;
import org.fedfabric.trainer.ledger.FederationContract;
import org.fedfabric.trainer.ledger.LedgerException;

/** Keeps pinned in the own store what the enterprise needs or wants to keep, and lets go of the rest. */
final class Pins {
    private static final Duration STORE = Duration.ofSeconds(20);

    /** Sealed files of so many versions back are looked for: more than were missed in one absence are left to a person. */
    private static final int SEALED_VERSIONS = 4;

    private final TaskContext task;
    private final NodeTools tools;
    private final FederationContract reader;

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
    void keepHead(VersionRecord head, List<Member> members) throws ContentStoreException, LedgerException {
        tools.models().parameters(task.spec(), head.modelCid());
        tools.store().pin(Cid.parse(head.modelCid()), STORE);
        for (long base = Math.max(0, head.version() - SEALED_VERSIONS); base < head.version(); base++) {
            for (Member member : members) {
                tools.sealed().destroy(task.name(), base, member.id());
            }
        }
        Retention retention = tools.settings().retention();
        Optional<VersionRecord> updatesOf = past(head, retention.updateVersions());
        if (updatesOf.isPresent()) {
            for (Contributor contributor : updatesOf.get().contributors()) {
                tools.store().unpin(Cid.parse(contributor.cid()), STORE);
            }
        }
        Optional<VersionRecord> modelOf = past(head, retention.modelVersions());
        if (modelOf.isPresent() && !modelOf.get().modelCid().equals(head.modelCid())) {
            tools.store().unpin(Cid.parse(modelOf.get().modelCid()), STORE);
        }
    }

    /** The version that has just become too old to keep. */
    private Optional<VersionRecord> past(VersionRecord head, int kept) throws LedgerException {
        long version = head.version() - kept;
        return kept == 0 || version < 0 ? Optional.empty() : reader.version(task.name(), version);
    }
}
