package org.fedfabric.chaincode.judging;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.fedfabric.chaincode.observing.EndorserObserver;
import org.fedfabric.chaincode.observing.EndorserObserver.Step;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.contentstore.ContentStoreException;
import org.fedfabric.protocol.aggregation.Aggregate;
import org.fedfabric.protocol.aggregation.AggregationRule;
import org.fedfabric.protocol.aggregation.WeightedUpdate;
import org.fedfabric.protocol.judging.VersionCheck;
import org.fedfabric.protocol.ledger.Contributor;
import org.fedfabric.protocol.ledger.Verdict;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.model.ModelBlob;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.protocol.refusal.RefusalException;
import org.fedfabric.protocol.round.VersionRules;
import org.fedfabric.protocol.task.TaskSpec;
import org.fedfabric.protocol.update.Decoded;
import org.fedfabric.protocol.update.UpdateBlob;

/** Puts the next version together from a closed one: all judgements, then the aggregation rule, then its score. */
final class Aggregates {
    /** Asked for from the first endorsement of an Advance to its commit; each holds its version's whole record twice. */
    private static final int SUCCESSORS = 32;

    private final Materials materials;
    private final Judgements judgements;
    private final Timed timed;
    private final EndorserObserver observer;
    private final Jobs<Key, Successor> successors;

    /** What determines a successor. */
    private record Key(String channel, String digest, VersionRecord closed, List<String> unavailable) {}

    Aggregates(Materials materials, Judgements judgements, JudgingPool pool, EndorserObserver observer) {
        this.materials = materials;
        this.judgements = judgements;
        this.timed = new Timed(pool, observer);
        this.observer = observer;
        this.successors = new Jobs<>(
                (key, work) -> pool.aggregate(work),
                Memory.ofBytes(Materials.MEMORY_BYTES, SUCCESSORS, s -> s.model() == null ? 0 : s.model().length),
                successor -> true,
                found -> observer.asked(EndorserObserver.Work.SUCCESSOR, found));
    }

    /**
     * The successor of a closed version.
     *
     * @param claims one for each contributor, in the version's order
     * @param unavailable contributors whose bytes are withheld, as checked by the caller
     */
    CompletableFuture<Successor> of(Terms terms, VersionRecord closed, List<Claim> claims, List<String> unavailable) {
        Key key = new Key(terms.channel(), terms.digest(), closed, unavailable);
        return successors.of(key, () -> compute(terms, closed, claims, unavailable));
    }

    Successor compute(Terms terms, VersionRecord closed, List<Claim> claims, List<String> unavailable)
            throws Exception {
        TaskSpec spec = terms.spec();
        Map<String, Verdict> verdicts = verdicts(claims, unavailable);
        VersionRecord alone = VersionRules.judged(spec, closed, verdicts);
        if (!VersionRules.isFruitful(spec, alone.contributors())) {
            return fruitless(spec, closed, alone);
        }
        Map<String, int[]> values = timed.run(Step.DECODE_FOR_SUM, () -> values(alone, claims));
        VersionRecord judged = timed.compute(Step.COMPARE, () -> VersionCheck.together(spec, closed, alone, values));
        if (!VersionRules.isFruitful(spec, judged.contributors())) {
            return fruitless(spec, closed, judged);
        }
        float[] base = materials.model(spec, closed.modelCid());
        List<WeightedUpdate> included = included(judged, values);
        AggregationRule rule = AggregationRule.of(spec, () -> materials.validation(spec));
        Aggregate next = timed.compute(Step.AGGREGATE, () -> rule.next(base, included));
        byte[] bytes = timed.run(Step.ENCODE, () -> ModelBlob.encode(spec.model(), next.parameters()));
        String cid = timed.run(Step.ADDRESS, () -> Cid.of(bytes).text());
        materials.rememberModel(spec, cid, next.parameters());
        long scoreMicros = materials.scoreMicros(terms, cid);
        observer.composed(spec.name(), closed.version() + 1, cid, included.size());
        VersionRecord aggregated = VersionRules.aggregated(judged, next.parts());
        VersionRecord measured =
                new Measurement(materials, timed, terms, rule).of(judged, aggregated, claims, included, scoreMicros);
        return new Successor(measured, cid, bytes, scoreMicros);
    }

    private Map<String, Verdict> verdicts(List<Claim> claims, List<String> unavailable) throws Exception {
        Map<String, CompletableFuture<Finding>> findings = new LinkedHashMap<>();
        for (Claim claim : claims) {
            if (!unavailable.contains(claim.participantId())) {
                findings.put(claim.participantId(), judgements.of(claim));
            }
        }
        Map<String, Verdict> verdicts = new LinkedHashMap<>();
        unavailable.forEach(id -> verdicts.put(id, Verdict.UNAVAILABLE));
        List<String> missing = new ArrayList<>();
        for (Map.Entry<String, CompletableFuture<Finding>> entry : findings.entrySet()) {
            if (entry.getValue().get() instanceof Finding.Judged judged) {
                verdicts.put(entry.getKey(), judged.verdict());
            } else {
                missing.add(entry.getKey());
            }
        }
        if (!missing.isEmpty()) {
            throw new RefusalException(
                    RefusalCode.CONTENT_UNAVAILABLE,
                    "The bytes of every update not named unavailable must be fetched. Provided value: none from "
                            + missing);
        }
        return verdicts;
    }

    private Successor fruitless(TaskSpec spec, VersionRecord closed, VersionRecord judged) {
        observer.composed(spec.name(), closed.version() + 1, closed.modelCid(), 0);
        return new Successor(judged, closed.modelCid(), null, closed.scoreMicros());
    }

    /** The integers of each included update, by its participant. */
    private Map<String, int[]> values(VersionRecord judged, List<Claim> claims) throws Exception {
        Map<String, Claim> byId = claims.stream().collect(Collectors.toMap(Claim::participantId, claim -> claim));
        Map<String, int[]> values = new LinkedHashMap<>();
        for (Contributor contributor : judged.contributors()) {
            if (contributor.verdict().outcome() == Verdict.Outcome.INCLUDED) {
                Claim claim = byId.get(contributor.id());
                byte[] bytes = bytes(claim);
                Decoded decoded = UpdateBlob.decode(
                        bytes, claim.header(), claim.terms().spec().quantisation());
                // Judging has decoded the same bytes before.
                values.put(contributor.id(), ((Decoded.Values) decoded).values());
            }
        }
        return values;
    }

    /** Bytes that were judged a while ago may be gone from memory and store: the sum waits for them, as it does for all others. */
    private byte[] bytes(Claim claim) {
        try {
            return materials.update(claim, Materials.FETCH_DEADLINE);
        } catch (ContentStoreException e) {
            throw new RefusalException(
                    RefusalCode.CONTENT_UNAVAILABLE,
                    "The bytes of the update of " + claim.participantId() + " must be fetched once more for the sum. "
                            + e.getMessage());
        }
    }

    private static List<WeightedUpdate> included(VersionRecord judged, Map<String, int[]> values) {
        return judged.contributors().stream()
                .filter(contributor -> contributor.verdict().outcome() == Verdict.Outcome.INCLUDED)
                .map(contributor ->
                        new WeightedUpdate(values.get(contributor.id()), contributor.weight(), contributor.rowsLog2()))
                .toList();
    }
}
