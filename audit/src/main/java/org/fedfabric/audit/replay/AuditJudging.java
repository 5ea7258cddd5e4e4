package org.fedfabric.audit.replay;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.fedfabric.audit.replay.AuditContent.Address;
import org.fedfabric.chaincode.judging.Claim;
import org.fedfabric.chaincode.judging.EndorserClock;
import org.fedfabric.chaincode.judging.Judging;
import org.fedfabric.chaincode.judging.Successor;
import org.fedfabric.chaincode.judging.Terms;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.protocol.data.FeatureRows;
import org.fedfabric.protocol.ledger.Contributor;
import org.fedfabric.protocol.ledger.Verdict;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.protocol.refusal.RefusalException;
import org.fedfabric.protocol.round.VersionRules;
import org.fedfabric.protocol.task.TaskSpec;

/**
 * An endorser's judge at the time of the transaction under replay. Where bytes are gone it answers with what the
 * transaction recorded and says so ({@link #gaps}), so that everything that does not need them is still checked.
 */
final class AuditJudging implements Judging {
    /** Longest wait for one judgement: the dearest version that a task may have takes a core about a minute. */
    private static final Duration LONGEST = Duration.ofMinutes(10);

    /** Each look at the clock is this much later, so that whoever was withheld once was withheld for long enough. */
    private static final long TICK_NANOS = Duration.ofSeconds(10).toNanos();

    /** Between two tries: what is being worked on is waited for in the call itself. */
    private static final long RETRY_NANOS = Duration.ofMillis(5).toNanos();

    private final AuditContent content;
    private final Clock clock = new Clock();
    private final Judging judging;
    private final List<String> gaps = new ArrayList<>();
    private Recorded recorded;

    private static final class Clock implements EndorserClock {
        private volatile long epochMillis;
        private final AtomicLong nanos = new AtomicLong();

        @Override
        public long epochMillis() {
            return epochMillis;
        }

        @Override
        public long monotonicNanos() {
            return nanos.addAndGet(TICK_NANOS);
        }
    }

    AuditJudging(AuditContent content) {
        this.content = content;
        this.judging = Judging.of(content, clock);
    }

    /** Turns to another transaction. */
    void begin(Recorded transaction, long timestampMillis) {
        recorded = transaction;
        clock.epochMillis = timestampMillis;
        content.withhold(Set.of());
        gaps.clear();
    }

    /** What the transaction's record was believed in, since {@link #begin}. */
    List<String> gaps() {
        return List.copyOf(gaps);
    }

    @Override
    public long epochMillis() {
        return clock.epochMillis();
    }

    @Override
    public FeatureRows validation(TaskSpec spec) {
        return patiently(() -> judging.validation(spec));
    }

    @Override
    public void checkInitialModel(TaskSpec spec) {
        try {
            patiently(() -> {
                judging.checkInitialModel(spec);
                return spec;
            });
        } catch (RefusalException e) {
            gap("the initial model is not checked", e);
        }
    }

    @Override
    public long scoreMicros(Terms terms, String modelCid) {
        try {
            return patiently(() -> judging.scoreMicros(terms, modelCid));
        } catch (RefusalException e) {
            // Only Start asks for a score by itself: that of version 0.
            return recordedScoreMicros(terms.spec().name(), 0, e);
        }
    }

    @Override
    public Verdict judge(Claim claim) {
        return patiently(() -> judging.judge(claim));
    }

    @Override
    public Successor successor(Terms terms, VersionRecord closed, List<Claim> claims, List<String> unavailable) {
        content.withhold(claims.stream()
                .filter(claim -> unavailable.contains(id(claim)))
                .map(claim -> Cid.parse(claim.cid()))
                .collect(Collectors.toSet()));
        List<Claim> revealed = claims.stream()
                .filter(claim -> !unavailable.contains(id(claim)))
                .toList();
        content.lookUp(revealed.stream().map(AuditJudging::address).toList());
        if (revealed.stream().allMatch(claim -> content.whyMissing(address(claim)) == null)) {
            try {
                return patiently(() -> judging.successor(terms, closed, claims, unavailable));
            } catch (RefusalException e) {
                gap("the base model or the validation set is gone", e);
            }
        }
        return asRecorded(terms, closed, claims, unavailable);
    }

    @Override
    public Successor recompute(Terms terms, VersionRecord closed, List<Claim> claims, List<String> unavailable) {
        return patiently(() -> judging.recompute(terms, closed, claims, unavailable));
    }

    /** Keeps nothing: the ledger's models are in the store already, or they are gone. */
    @Override
    public void keep(Successor successor) {}

    @Override
    public void close() {
        judging.close();
    }

    /** The successor that follows from the recorded verdicts where bytes are gone, and from judging again where not. */
    private Successor asRecorded(Terms terms, VersionRecord closed, List<Claim> claims, List<String> unavailable) {
        VersionRecord before = recorded.version(closed.task(), closed.version())
                .orElseThrow(() -> gone("The transaction must record the verdicts", closed.task()));
        Map<String, Verdict> verdicts = new LinkedHashMap<>();
        Believable believable = new Believable(terms.spec());
        List<String> believed = new ArrayList<>();
        List<String> besideOthers = new ArrayList<>();
        for (Claim claim : claims) {
            verdicts.put(
                    id(claim),
                    unavailable.contains(id(claim))
                            ? Verdict.UNAVAILABLE
                            : verdict(claim, believable, before, believed, besideOthers));
        }
        if (!believed.isEmpty()) {
            gaps.add("the bytes of " + believed.size() + " of " + claims.size()
                    + " updates are gone or unreadable (" + String.join("; ", believed)
                    + "); their verdicts are taken as recorded");
        }
        if (!besideOthers.isEmpty()) {
            gaps.add("the other updates were judged again by themselves; what takes all of them ("
                    + believable.whatNeedsOthers() + ") is taken as recorded: " + String.join("; ", besideOthers));
        }
        VersionRecord judged = VersionRules.judged(terms.spec(), closed, verdicts);
        believable.requireConsistent(judged.contributors(), id -> recorded(id, before));
        if (!VersionRules.isFruitful(terms.spec(), judged.contributors())) {
            return new Successor(judged, closed.modelCid(), null, closed.scoreMicros());
        }
        VersionRecord worth = terms.spec().contribution() == null ? judged : worthAsRecorded(judged, before);
        VersionRecord next = recorded.version(closed.task(), closed.version() + 1)
                .orElseThrow(() -> gone("The transaction must record the next version", closed.task()));
        gaps.add(
                "the sum is not recomputed; checked are selection, charges, weights, reputations and the new state, given"
                        + " those verdicts"
                        + (terms.spec().contribution() == null ? "" : "; contributions are taken as recorded"));
        return new Successor(worth, next.modelCid(), null, scoreMicros(terms, next));
    }

    /** Contributions rest on all bytes together; only a sound update may have one. */
    private static VersionRecord worthAsRecorded(VersionRecord judged, VersionRecord recorded) {
        Map<String, Contributor> byId = new LinkedHashMap<>();
        recorded.contributors().forEach(contributor -> byId.put(contributor.id(), contributor));
        return judged.in(
                judged.state(),
                judged.contributors().stream()
                        .map(c -> c.verdict().isSound() && byId.containsKey(c.id())
                                ? c.worth(byId.get(c.id()).contributionMicros())
                                : c)
                        .toList());
    }

    private long scoreMicros(Terms terms, VersionRecord version) {
        try {
            return patiently(() -> judging.scoreMicros(terms, version.modelCid()));
        } catch (RefusalException e) {
            return recordedScoreMicros(version.task(), version.version(), e);
        }
    }

    private long recordedScoreMicros(String task, long version, RefusalException why) {
        long score = recorded.version(task, version).orElseThrow(() -> why).scoreMicros();
        gap("the model's score is taken as recorded", why);
        return score;
    }

    private Verdict verdict(
            Claim claim,
            Believable believable,
            VersionRecord before,
            List<String> believed,
            List<String> besideOthers) {
        Optional<Verdict> recorded = recorded(id(claim), before);
        if (content.whyMissing(address(claim)) == null) {
            try {
                Verdict verdict = believable.there(judge(claim), recorded);
                if (believable.needsOthers() && (verdict.isSound() || Believable.isBesideOthers(verdict))) {
                    besideOthers.add(Believable.words(id(claim), verdict));
                }
                return verdict;
            } catch (RefusalException e) {
                gap("the base model or the validation set is gone", e);
            }
        }
        AuditContent.Missing missing = content.whyMissing(address(claim));
        Verdict taken = recorded.orElseThrow(() -> gone("The transaction must record a verdict", id(claim)));
        believed.add(
                Believable.words(id(claim), taken) + (missing == null || missing.gone() ? "" : ": " + missing.why()));
        return believable.gone(id(claim), taken);
    }

    private static Optional<Verdict> recorded(String id, VersionRecord before) {
        return before.contributors().stream()
                .filter(contributor -> contributor.id().equals(id) && contributor.verdict() != null)
                .findFirst()
                .map(Contributor::verdict);
    }

    private void gap(String what, RefusalException e) {
        if (e.code() != RefusalCode.CONTENT_UNAVAILABLE) {
            throw e;
        }
        gaps.add(what + ": " + e.getMessage());
    }

    private static RefusalException gone(String mustHold, String provided) {
        return new RefusalException(
                RefusalCode.CONTENT_UNAVAILABLE, mustHold + ", since bytes are gone. Provided value: " + provided);
    }

    private static <T> T patiently(Supplier<T> call) {
        long endNanos = System.nanoTime() + LONGEST.toNanos();
        while (true) {
            try {
                return call.get();
            } catch (RefusalException e) {
                if (e.code() != RefusalCode.BUSY || System.nanoTime() > endNanos) {
                    throw e;
                }
                LockSupport.parkNanos(RETRY_NANOS);
            }
        }
    }

    private static String id(Claim claim) {
        return claim.header().participantId();
    }

    private static Address address(Claim claim) {
        return Address.of(claim.cid(), claim.lengthBytes());
    }

    /** What the transaction under replay recorded. */
    @FunctionalInterface
    interface Recorded {
        /** The record of a version that it wrote. */
        Optional<VersionRecord> version(String task, long version);
    }
}
