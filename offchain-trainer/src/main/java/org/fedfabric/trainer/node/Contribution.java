package org.fedfabric.trainer.node;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.contentstore.ContentStoreException;
import org.fedfabric.contentstore.Pinning;
import org.fedfabric.protocol.ledger.Contributor;
import org.fedfabric.protocol.ledger.Submission;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.privacy.NoiseDescriptor;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.protocol.update.Decoded;
import org.fedfabric.protocol.update.UpdateBlob;
import org.fedfabric.telemetry.logs.Subject;
import org.fedfabric.trainer.ledger.CommittedTransaction;
import org.fedfabric.trainer.ledger.LedgerException;
import org.fedfabric.trainer.ledger.LedgerRefusal;
import org.fedfabric.trainer.sealing.SealedUpdate;

/**
 * One member's update for one version: made, committed to, revealed. Each step can be repeated after a crash; between
 * making and committing lie the sealed bytes on disk, and it is always those that are sent.
 */
final class Contribution {
    private static final Logger LOG = System.getLogger(Contribution.class.getPackageName());
    private static final Duration STORE = Duration.ofSeconds(20);

    private final TaskContext task;
    private final NodeTools tools;
    private final Member member;
    private final VersionRecord version;

    Contribution(TaskContext task, NodeTools tools, Member member, VersionRecord version) {
        this.task = task;
        this.tools = tools;
        this.member = member;
        this.version = version;
    }

    /** What lies on disk for this version. Bytes of another ledger that had the same names are destroyed. */
    Optional<SealedUpdate> sealedEarlier() {
        Optional<SealedUpdate> sealed = tools.sealed().find(task.name(), version.version(), member.id());
        if (sealed.isPresent() && !isForThis(sealed.get())) {
            LOG.log(
                    Level.WARNING,
                    "{0}: the sealed update of {1} is of another ledger or base; making a new one",
                    subject(),
                    member.id());
            destroy();
            return Optional.empty();
        }
        return sealed;
    }

    private boolean isForThis(SealedUpdate sealed) {
        Decoded decoded = UpdateBlob.decode(
                sealed.bytes(),
                task.header(version.version(), version.modelCid(), member.id()),
                task.spec().quantisation());
        return decoded instanceof Decoded.Values;
    }

    /** Trains and seals. */
    SealedUpdate make() throws ContentStoreException {
        float[] base = tools.models().parameters(task.spec(), version.modelCid());
        TrainingOrder order =
                new TrainingOrder(task, member.id(), member.rowsLog2(), version.version(), version.modelCid(), base);
        Steps steps = new Steps();
        SealedUpdate sealed = member.maker().make(order, steps);
        tools.progress()
                .step(member.id(), task.name(), version.version(), "sealed", System.nanoTime() - steps.nanos, null);
        return sealed;
    }

    private final class Steps implements UpdateMaker.Listener {
        private long nanos = System.nanoTime();

        @Override
        public void trainingStarted() {
            nanos = System.nanoTime();
            tools.progress().step(member.id(), task.name(), version.version(), "training-started");
        }

        @Override
        public void trainingFinished() {
            long now = System.nanoTime();
            tools.progress().step(member.id(), task.name(), version.version(), "training-finished", now - nanos, null);
            nanos = now;
        }
    }

    /**
     * Commits to the bytes.
     *
     * @return whether the update is on the ledger; if not, it was refused for good and its bytes are destroyed unsent
     */
    boolean submit(SealedUpdate sealed) throws LedgerException {
        long startNanos = System.nanoTime();
        String tip = member.tip().get();
        Optional<String> preimage = member.chain().preimageOf(tip);
        if (preimage.isEmpty()) {
            throw new IllegalStateException("The hash chain of " + member.id() + " in " + task.name()
                    + " must continue the ledger's tip. Provided value: " + tip
                    + ". Restore the state folder it joined with.");
        }
        Submission submission = new Submission(
                1,
                sealed.cid().text(),
                sealed.lengthBytes(),
                Submission.DENSE_INT32,
                NoiseDescriptor.of(task.spec()),
                preimage.get());
        try {
            CommittedTransaction committed = member.contract().submit(task.name(), version.version(), submission);
            tools.progress()
                    .step(
                            member.id(),
                            task.name(),
                            version.version(),
                            "submitted",
                            System.nanoTime() - startNanos,
                            committed.transactionId());
            member.tip().set(preimage.get());
            return true;
        } catch (LedgerRefusal e) {
            if (e.code() == RefusalCode.BEACON_MISMATCH) {
                readTip();
            }
            if (e.code().isTransient() || e.code() == RefusalCode.BEACON_MISMATCH) {
                throw e;
            }
            if (recordedAllTheSame(sealed, e)) {
                member.tip().set(preimage.get());
                return true;
            }
            return false;
        }
    }

    private void readTip() throws LedgerException {
        member.contract()
                .membership(task.name(), member.id())
                .ifPresent(membership -> member.tip().set(membership.beaconTip()));
    }

    /** An earlier try may have been committed without this process hearing of it. */
    private boolean recordedAllTheSame(SealedUpdate sealed, LedgerRefusal refusal) throws LedgerException {
        boolean recorded = member.contract()
                .update(task.name(), version.version(), member.id())
                .filter(view ->
                        view.record().submission().cid().equals(sealed.cid().text()))
                .isPresent();
        if (!recorded) {
            LOG.log(Level.WARNING, "{0}: {1} is not in it: {2}", subject(), member.id(), refusal.getMessage());
            destroy();
        }
        return recorded;
    }

    /** Shows the bytes that a closed version counts. */
    void reveal(Contributor counted) throws ContentStoreException {
        long startNanos = System.nanoTime();
        Optional<SealedUpdate> sealed = tools.sealed()
                .find(task.name(), version.version(), member.id())
                .filter(update -> update.cid().text().equals(counted.cid()));
        if (sealed.isPresent()) {
            tools.store().put(sealed.get().bytes(), Pinning.PINNED, STORE);
        } else if (tools.store()
                .getLocal(Cid.parse(counted.cid()), counted.lengthBytes(), STORE)
                .isEmpty()) {
            LOG.log(
                    Level.ERROR,
                    "{0}: the bytes {1} of {2} are neither in the state folder nor in the content store;"
                            + " the version waits for its deadline. Restore the state folder if you can.",
                    subject(),
                    counted.cid(),
                    member.id());
            return;
        }
        tools.progress()
                .step(member.id(), task.name(), version.version(), "revealed", System.nanoTime() - startNanos, null);
    }

    private Subject subject() {
        return Subject.of(task.name(), version.version());
    }

    private void destroy() {
        tools.sealed().destroy(task.name(), version.version(), member.id());
    }
}
