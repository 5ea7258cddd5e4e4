package org.fedfabric.audit.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.fedfabric.audit.Confirmation;
import org.fedfabric.audit.VersionLine;
import org.fedfabric.audit.chain.Endorser;
import org.fedfabric.audit.chain.LedgerTransaction;
import org.fedfabric.audit.replay.AuditContent.Address;
import org.fedfabric.protocol.ledger.Contributor;
import org.fedfabric.protocol.ledger.TaskRecord;
import org.fedfabric.protocol.ledger.Verdict;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.model.ModelBlob;
import org.fedfabric.protocol.task.InitialModel;

/** What is to be said of one version, gathered from the transactions that led to it. */
final class VersionTally {
    private final String task;
    private final long version;
    private final List<String> remarks = new ArrayList<>();
    private Confirmation confirmation = Confirmation.OK;
    private List<Contributor> contributors = List.of();
    private VersionRecord published;
    private boolean modelRecomputed;
    private int reputationsChanged;
    private int charged;
    private int contents;
    private long contentBytes;
    private List<String> endorsers = List.of();

    VersionTally(String task, long version) {
        this.task = task;
        this.version = version;
    }

    /** Whether there is anything to say: it was published, or something about it is not as it should be. */
    boolean isLine() {
        return published != null || confirmation != Confirmation.OK;
    }

    /** One of the transactions came to this. */
    void confirm(Confirmation next) {
        confirmation = confirmation.and(next);
    }

    /** Adds what a reader has to know. */
    void remark(String remark) {
        remarks.add(remark);
    }

    /** A submission was paid for. */
    void charge() {
        charged++;
    }

    /**
     * The version was published.
     *
     * @param transaction Start or Advance
     * @param judged the version before, with its verdicts; null for version 0
     * @param changed how many members' expectation it changed
     */
    void published(
            LedgerTransaction transaction,
            TaskRecord record,
            VersionRecord judged,
            VersionRecord next,
            int changed,
            AuditContent content) {
        published = next;
        contributors = judged == null ? List.of() : judged.contributors();
        reputationsChanged = changed;
        endorsers = transaction.endorsers().stream()
                .filter(Endorser::counted)
                .map(Endorser::mspId)
                .distinct()
                .sorted()
                .toList();
        modelRecomputed = confirmation == Confirmation.OK
                && (judged != null || record.spec().initialModel() instanceof InitialModel.Seeded);
        List<Address> updates = new ArrayList<>();
        for (Contributor contributor : contributors) {
            updates.add(Address.of(contributor.cid(), contributor.lengthBytes()));
        }
        Address model =
                Address.of(next.modelCid(), ModelBlob.lengthBytes(record.spec().model()));
        content.lookUp(updates);
        content.lookUp(List.of(model));
        updates.forEach(update -> count(update, content));
        count(model, content);
        for (Contributor contributor : contributors) {
            if (outcome(contributor) == Verdict.Outcome.UNAVAILABLE) {
                boolean there = content.whyMissing(Address.of(contributor.cid(), contributor.lengthBytes())) == null;
                remark(contributor.id() + " was named unavailable, endorsed by " + String.join(", ", endorsers)
                        + ": nobody can check that any more. Its bytes " + (there ? "exist" : "are not to be had")
                        + " today");
            }
        }
        if (content.whyMissing(model) != null) {
            remark("the model's bytes could not be read: "
                    + content.whyMissing(model).why());
        }
        if (judged == null && !(record.spec().initialModel() instanceof InitialModel.Seeded)) {
            remark("the model was not drawn from a seed but " + record.spec().initialModel());
        }
        if (next.fruitless() > 0) {
            remark("too few updates were included, so the model stayed");
        }
    }

    VersionLine line() {
        TreeSet<String> names = new TreeSet<>(endorsers);
        return new VersionLine(
                task,
                version,
                confirmation,
                contributors.size(),
                count(Verdict.Outcome.INCLUDED),
                count(Verdict.Outcome.REJECTED),
                count(Verdict.Outcome.UNAVAILABLE),
                count(Verdict.Outcome.OUTVOTED),
                published == null ? "" : published.modelCid(),
                modelRecomputed,
                published == null ? 0 : published.scoreMicros(),
                reputationsChanged,
                charged,
                List.copyOf(names),
                contents,
                contentBytes,
                remarks);
    }

    private void count(Address address, AuditContent content) {
        content.verifiedBytes(address.cid()).ifPresent(bytes -> {
            contents++;
            contentBytes += bytes;
        });
    }

    private int count(Verdict.Outcome wanted) {
        return (int) contributors.stream()
                .filter(contributor -> outcome(contributor) == wanted)
                .count();
    }

    private static Verdict.Outcome outcome(Contributor contributor) {
        return contributor.verdict() == null ? null : contributor.verdict().outcome();
    }
}
