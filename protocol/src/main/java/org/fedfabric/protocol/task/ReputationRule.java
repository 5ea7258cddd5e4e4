package org.fedfabric.protocol.task;

import java.util.List;
import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.canonical.Names;

/**
 * How verdicts become evidence, and evidence an expectation (docs/reputation.md; Jøsang 2016 with Kang et al.'s weights).
 *
 * @param positiveMicros κ, the weight of an included update, in millionths
 * @param negativeMicros τ, the weight of a rejected one; κ + τ = 1,000,000 and κ ≤ τ
 * @param decayMicros λ, what older evidence keeps when new evidence arrives, in millionths
 * @param form how evidence becomes an expectation; absent means JOSANG
 * @param latenessMicros weight of a turn in which a selected member gave nothing that could be judged, at most τ, in
 *     millionths; absent means that absence is no evidence
 * @param opinions up to 8 ended tasks whose evidence on a participant is its prior here; absent means that a participant
 *     names the tasks it brings along
 */
public record ReputationRule(
        long positiveMicros,
        long negativeMicros,
        long decayMicros,
        Form form,
        Long latenessMicros,
        List<String> opinions) {
    /** Ended tasks whose opinions a task may ask for: each costs every endorser of a Join the reading of a roster. */
    public static final int MAX_OPINIONS = 8;

    /** How evidence becomes an expectation. */
    public enum Form {
        /** Jøsang's: little evidence leaves much uncertainty. */
        JOSANG,
        /** Kang et al.'s: shares of the evidence, whatever its amount, and uncertainty by missed turns. */
        MULTI_WEIGHT
    }

    /** Checks the ranges. */
    public ReputationRule {
        Checks.inRange(positiveMicros, 1, 500_000, "positiveMicros");
        Checks.require(
                positiveMicros + negativeMicros == 1_000_000,
                "positiveMicros and negativeMicros must sum to 1,000,000",
                positiveMicros + negativeMicros);
        Checks.inRange(decayMicros, 1, 1_000_000, "decayMicros");
        if (latenessMicros != null) {
            Checks.inRange(latenessMicros, 1, negativeMicros, "latenessMicros");
        }
        if (opinions != null) {
            opinions = Checks.list(opinions, MAX_OPINIONS, "opinions");
            opinions.forEach(task -> Names.requireId(task, "a task whose opinions count"));
            Checks.require(
                    !opinions.isEmpty() && opinions.stream().distinct().count() == opinions.size(),
                    "opinions must name at least one task, each once",
                    opinions);
        }
    }

    /** Jøsang's form, absence no evidence, priors as participants name them. */
    public ReputationRule(long positiveMicros, long negativeMicros, long decayMicros) {
        this(positiveMicros, negativeMicros, decayMicros, null, null, null);
    }

    /** κ = 0.4, τ = 0.6, λ = 0.9. */
    public static ReputationRule defaults() {
        return new ReputationRule(400_000, 600_000, 900_000);
    }

    /** This rule with another form. */
    public ReputationRule in(Form other) {
        return new ReputationRule(positiveMicros, negativeMicros, decayMicros, other, latenessMicros, opinions);
    }

    /** This rule with missed turns as evidence of this weight, in millionths. */
    public ReputationRule withLateness(long micros) {
        return new ReputationRule(positiveMicros, negativeMicros, decayMicros, form, micros, opinions);
    }

    /** This rule with the opinions of ended tasks for priors. */
    public ReputationRule withOpinions(List<String> tasks) {
        return new ReputationRule(positiveMicros, negativeMicros, decayMicros, form, latenessMicros, tasks);
    }
}
