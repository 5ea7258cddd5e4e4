package org.fedfabric.chaincode.judging;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import org.fedfabric.chaincode.observing.EndorserObserver;
import org.fedfabric.contentstore.ContentMismatchException;
import org.fedfabric.contentstore.ContentUnavailableException;
import org.fedfabric.contentstore.StoreFailureException;
import org.fedfabric.protocol.canonical.Names;
import org.fedfabric.protocol.judging.Judge;
import org.fedfabric.protocol.ledger.Verdict;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.protocol.refusal.RefusalException;

/**
 * Verdicts on updates: known, running or to be started. Only final verdicts are remembered; of withheld bytes it is
 * remembered since when this endorser misses them.
 */
final class Judgements {
    /** An endorser calls bytes withheld once it has missed them this long (protocol.md §2). */
    static final Duration MISSING_FOR = Duration.ofSeconds(5);

    /** How long the last try before that takes. */
    private static final Duration RETRY_DEADLINE = Duration.ofSeconds(1);

    /**
     * How long a try that failed after that stands for others. Many withheld updates take longer than one call may wait,
     * so the next call must not begin from the first one again.
     */
    private static final Duration STILL_MISSING_FOR = Duration.ofSeconds(30);

    /** Two versions at the protocol's limit of updates; about 2 kB each, and a verdict is asked for until its Advance. */
    private static final int VERDICTS = 8_192;

    private final Materials materials;
    private final Timed timed;
    private final EndorserClock clock;
    private final EndorserObserver observer;
    private final Jobs<Claim.Key, Finding> findings;
    private final Map<Claim.Key, Absence> missing = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Claim.Key, Absence> eldest) {
            return size() > VERDICTS;
        }
    };

    /** When the first and the last try to fetch an update's bytes began, of those that failed. */
    private record Absence(long sinceNanos, long lastNanos) {}

    /** Judgements on the pool's threads. */
    Judgements(Materials materials, JudgingPool pool, EndorserClock clock, EndorserObserver observer) {
        this(
                materials,
                pool,
                clock,
                observer,
                (claim, work) -> pool.judge(Names.mspOf(claim.header().participantId()), work));
    }

    /**
     * Judgements on the thread that asks for them, one after the other. Once bytes are missing the rest is not tried: the
     * sum cannot be had without them, and each might take a fetch's whole deadline.
     */
    static Judgements inTurn(Materials materials, JudgingPool pool, EndorserClock clock, EndorserObserver observer) {
        AtomicReference<Finding> missed = new AtomicReference<>();
        return new Judgements(materials, pool, clock, observer, (claim, work) -> {
            if (missed.get() != null) {
                return CompletableFuture.completedFuture(missed.get());
            }
            try {
                Finding finding = work.call();
                missed.set(finding instanceof Finding.Missing ? finding : null);
                return CompletableFuture.completedFuture(finding);
            } catch (Exception e) {
                return CompletableFuture.failedFuture(e);
            }
        });
    }

    private Judgements(
            Materials materials,
            JudgingPool pool,
            EndorserClock clock,
            EndorserObserver observer,
            BiFunction<Claim.Key, Callable<Finding>, CompletableFuture<Finding>> starter) {
        this.materials = materials;
        this.timed = new Timed(pool, observer);
        this.clock = clock;
        this.observer = observer;
        this.findings = new Jobs<>(
                starter,
                Memory.ofEntries(VERDICTS),
                Finding.Judged.class::isInstance,
                found -> observer.asked(EndorserObserver.Work.VERDICT, found));
    }

    /** Verdicts that are remembered. */
    int size() {
        return findings.known();
    }

    /** The finding on an update; joins a running judgement. */
    CompletableFuture<Finding> of(Claim claim) {
        return found(claim, Materials.FETCH_DEADLINE);
    }

    /**
     * Checks that an update's bytes are missing here, have been for long enough, and still are.
     *
     * @return completes normally if so; with a refusal AVAILABLE if the bytes are here, BUSY if they have not been missed
     *     long enough
     */
    CompletableFuture<Void> confirmMissing(Claim claim) {
        Absence absence;
        synchronized (this) {
            absence = missing.get(claim.key());
        }
        if (absence == null) {
            // The first try starts the clock, unless the bytes turn out to be here.
            return of(claim).thenAccept(finding -> refuse(finding, claim, 0));
        }
        long nowNanos = clock.monotonicNanos();
        long missedNanos = nowNanos - absence.sinceNanos();
        if (missedNanos < MISSING_FOR.toNanos()) {
            return CompletableFuture.failedFuture(tooSoon(claim, missedNanos));
        }
        boolean triedAgain = absence.lastNanos() - absence.sinceNanos() >= MISSING_FOR.toNanos();
        if (triedAgain && nowNanos - absence.lastNanos() < STILL_MISSING_FOR.toNanos()) {
            return CompletableFuture.completedFuture(null);
        }
        return found(claim, RETRY_DEADLINE).thenAccept(finding -> {
            if (finding instanceof Finding.Judged) {
                throw available(claim);
            }
        });
    }

    private CompletableFuture<Finding> found(Claim claim, Duration deadline) {
        return findings.of(claim.key(), () -> judge(claim, deadline));
    }

    private Finding judge(Claim claim, Duration deadline) throws Exception {
        Finding finding = examine(claim, deadline);
        if (finding instanceof Finding.Judged judged) {
            observer.judged(claim.header().task(), claim.header().base(), claim.participantId(), judged.verdict());
        }
        return finding;
    }

    private Finding examine(Claim claim, Duration deadline) throws Exception {
        byte[] bytes;
        long begunNanos = clock.monotonicNanos();
        try {
            bytes = materials.update(claim, deadline);
        } catch (ContentMismatchException e) {
            return new Finding.Judged(Verdict.rejected(Verdict.Reason.CONTENT));
        } catch (ContentUnavailableException e) {
            synchronized (this) {
                missing.merge(
                        claim.key(),
                        new Absence(begunNanos, begunNanos),
                        (first, last) -> new Absence(first.sinceNanos(), last.lastNanos()));
            }
            return new Finding.Missing(e.getMessage());
        } catch (StoreFailureException e) {
            // The own store's trouble says nothing about the submitter: it starts no clock.
            throw new RefusalException(
                    RefusalCode.CONTENT_UNAVAILABLE,
                    "The update of " + claim.participantId() + " must be fetched. " + e.getMessage());
        }
        synchronized (this) {
            missing.remove(claim.key());
        }
        Judge judge = materials.judge(claim.terms());
        float[] base = materials.model(claim.terms().spec(), claim.header().baseCid());
        return new Finding.Judged(timed.compute(
                EndorserObserver.Step.DECODE_SCORE,
                () -> judge.judge(bytes, claim.header(), base, claim.baseScoreMicros(), claim.rowsLog2())));
    }

    private static void refuse(Finding finding, Claim claim, long missedNanos) {
        throw finding instanceof Finding.Judged ? available(claim) : tooSoon(claim, missedNanos);
    }

    private static RefusalException available(Claim claim) {
        return new RefusalException(
                RefusalCode.AVAILABLE,
                "An update named unavailable must be missing. Provided value: " + claim.participantId()
                        + ", whose bytes this endorser has");
    }

    private static RefusalException tooSoon(Claim claim, long missedNanos) {
        return new RefusalException(
                RefusalCode.BUSY,
                "An endorser must miss bytes for " + MISSING_FOR.toSeconds()
                        + " s before it calls them unavailable. Provided value: the update of " + claim.participantId()
                        + ", missed here for " + missedNanos / 1_000_000 + " ms");
    }
}
