package org.fedfabric.audit.replay;

import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.fedfabric.audit.Replay;
import org.fedfabric.audit.chain.LedgerTransaction;
import org.fedfabric.audit.replay.AuditContent.Address;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.ledger.Submission;

/**
 * Executes on a thread of its own, so that blocks are proved meanwhile, and starts reading the bytes of submissions as soon
 * as these are seen: where a task's updates are gone, all of them are waited for at once and not version by version.
 */
final class LookAhead implements Replay {
    /** Transactions that may wait: those of a hundred versions of ten participants, about 10 MB. */
    private static final int WAITING = 1_024;

    /** Longer contents are read when they are needed: as many at once as there are readers must fit into memory. */
    private static final long LONGEST_BYTES = 8 << 20;

    private final RulesReplay replay;
    private final AuditContent content;
    private final BlockingQueue<Optional<LedgerTransaction>> waiting = new ArrayBlockingQueue<>(WAITING);
    private final Thread worker;
    private volatile Throwable failure;

    LookAhead(RulesReplay replay, AuditContent content) {
        this.replay = replay;
        this.content = content;
        this.worker = new Thread(this::work, "fedfabric-audit-replay");
        worker.setDaemon(true);
        worker.start();
    }

    @Override
    public void transaction(LedgerTransaction transaction) {
        if (replay.audits(transaction) && transaction.function().equals(Calls.SUBMIT)) {
            expect(transaction);
        }
        pass(Optional.of(transaction));
    }

    @Override
    public Outcome outcome() {
        pass(Optional.empty());
        try {
            worker.join();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        requireSound();
        return replay.outcome();
    }

    private void expect(LedgerTransaction submit) {
        try {
            Submission submission = CanonicalJson.read(submit.arguments().get(2), Submission.class);
            if (submission.lengthBytes() <= LONGEST_BYTES) {
                content.expect(new Address(Cid.parse(submission.cid()), submission.lengthBytes()));
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            // What is wrong with it is for the rules to say.
            return;
        }
    }

    private void pass(Optional<LedgerTransaction> next) {
        try {
            // A worker that failed takes nothing any more.
            while (!waiting.offer(next, 100, TimeUnit.MILLISECONDS)) {
                requireSound();
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private void work() {
        try {
            Optional<LedgerTransaction> next = waiting.take();
            while (next.isPresent()) {
                replay.transaction(next.get());
                next = waiting.take();
            }
        } catch (Throwable e) {
            failure = e;
        }
    }

    private void requireSound() {
        if (failure != null) {
            throw new IllegalStateException("A replay must find what is wrong and not fail. It did", failure);
        }
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("An audit must not be interrupted", e);
    }
}
