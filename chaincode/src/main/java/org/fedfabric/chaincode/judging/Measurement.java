package org.fedfabric.chaincode.judging;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.fedfabric.chaincode.observing.EndorserObserver.Step;
import org.fedfabric.protocol.aggregation.AggregationRule;
import org.fedfabric.protocol.aggregation.WeightedUpdate;
import org.fedfabric.protocol.contribution.Contributions;
import org.fedfabric.protocol.judging.Judge;
import org.fedfabric.protocol.ledger.Contributor;
import org.fedfabric.protocol.ledger.Verdict;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.selection.Beacon;
import org.fedfabric.protocol.task.TaskSpec;

/** Measures what each update of one version was worth, from models of part of them. */
final class Measurement {
    private final Materials materials;
    private final Timed timed;
    private final Terms terms;
    private final AggregationRule rule;

    /** Of a version of these terms, aggregated by this rule. */
    Measurement(Materials materials, Timed timed, Terms terms, AggregationRule rule) {
        this.materials = materials;
        this.timed = timed;
        this.terms = terms;
        this.rule = rule;
    }

    /**
     * The aggregated version with what each update that the rule was given was worth, where the task asks for it.
     *
     * @param judged the version as the rule was given it
     * @param aggregated the version as the rule left it
     * @param claims one for each contributor, in the version's order
     * @param included the updates that the rule was given, in the version's order
     * @param scoreMicros the score of the model made of all of them
     */
    VersionRecord of(
            VersionRecord judged,
            VersionRecord aggregated,
            List<Claim> claims,
            List<WeightedUpdate> included,
            long scoreMicros)
            throws Exception {
        TaskSpec spec = terms.spec();
        if (spec.contribution() == null) {
            return aggregated;
        }
        float[] base = materials.model(spec, judged.modelCid());
        long baseMicros = materials.scoreMicros(terms, judged.modelCid());
        Judge judge = materials.judge(terms);
        // The next version's seed: nobody knew it who submitted.
        String seed = Beacon.after(judged, claims.stream().map(Claim::preimage).toList());
        List<Long> values = Contributions.of(
                spec.contribution(),
                spec.check().metric(),
                included.size(),
                seed,
                baseMicros,
                scoreMicros,
                members -> timed.compute(Step.SCORE_COALITION, () -> {
                    List<WeightedUpdate> some =
                            members.stream().map(included::get).toList();
                    return moves(some) ? judge.scoreMicros(rule.next(base, some).parameters()) : baseMicros;
                }));
        return aggregated.in(
                aggregated.state(), with(aggregated.contributors(), judged.contributors(), values.iterator()));
    }

    /**
     * Whether a rule makes a model of these: it may need several, and quotas may leave an update no weight at all. What
     * makes no model leaves the base.
     */
    private boolean moves(List<WeightedUpdate> some) {
        return some.size() >= terms.spec().aggregation().rule().leastUpdates()
                && some.stream().anyMatch(update -> update.weight() > 0);
    }

    private static List<Contributor> with(
            List<Contributor> aggregated, List<Contributor> judged, Iterator<Long> valuesOfIncluded) {
        List<Contributor> measured = new ArrayList<>();
        for (int i = 0; i < aggregated.size(); i++) {
            boolean given = judged.get(i).verdict().outcome() == Verdict.Outcome.INCLUDED;
            measured.add(given ? aggregated.get(i).worth(valuesOfIncluded.next()) : aggregated.get(i));
        }
        return measured;
    }
}
