package org.fedfabric.protocol.task;

import org.fedfabric.protocol.canonical.Checks;

/**
 * Who trains in a version (S1's algorithm 1 with its errata repaired; protocol.md §4).
 *
 * @param policy how candidates are ordered or drawn
 * @param count how many are selected; 0 means {@code permille} decides
 * @param permille share of those eligible, in thousandths, rounded up; 1,000 means all. Used when count is 0
 * @param explorationPermille share of places drawn regardless of score, so that newcomers enter (weighted policy)
 * @param assessmentWeightMicros weight of the unverified self-assessment in the score, at most 200,000 (0.2)
 * @param typeWeightMicros share of the data type's score in the self-assessment (w1)
 * @param sizeWeightMicros share of the size's score (w2)
 * @param qualityWeightMicros share of the quality's score (w3); the three sum to 1,000,000
 * @param minReputationMicros expectation below which a participant is not selected
 */
public record Selection(
        Policy policy,
        int count,
        int permille,
        int explorationPermille,
        long assessmentWeightMicros,
        long typeWeightMicros,
        long sizeWeightMicros,
        long qualityWeightMicros,
        long minReputationMicros) {
    /** How candidates are ordered or drawn. */
    public enum Policy {
        /** Highest score first, ties by the beacon. */
        RANKED,
        /** Drawn by the beacon with probability in proportion to the score. */
        WEIGHTED,
        /** Drawn by the beacon, all alike. */
        RANDOM
    }

    /** Checks the ranges. */
    public Selection {
        Checks.present(policy, "selection policy");
        Checks.inRange(count, 0, 4_096, "selection count");
        Checks.inRange(permille, 1, 1_000, "selection permille");
        Checks.inRange(explorationPermille, 0, 1_000, "explorationPermille");
        Checks.inRange(assessmentWeightMicros, 0, 200_000, "assessmentWeightMicros");
        Checks.inRange(typeWeightMicros, 0, 1_000_000, "typeWeightMicros");
        Checks.inRange(sizeWeightMicros, 0, 1_000_000, "sizeWeightMicros");
        Checks.inRange(qualityWeightMicros, 0, 1_000_000, "qualityWeightMicros");
        Checks.require(
                typeWeightMicros + sizeWeightMicros + qualityWeightMicros == 1_000_000,
                "The weights of type, size and quality must sum to 1,000,000",
                typeWeightMicros + sizeWeightMicros + qualityWeightMicros);
        Checks.inRange(minReputationMicros, 0, 1_000_000, "minReputationMicros");
    }

    /** Everybody who is eligible, in every version. */
    public static Selection all() {
        return new Selection(Policy.WEIGHTED, 0, 1_000, 200, 200_000, 333_333, 333_333, 333_334, 300_000);
    }

    /** This rule with candidates ordered or drawn another way. */
    public Selection withPolicy(Policy newPolicy) {
        return new Selection(
                newPolicy,
                count,
                permille,
                explorationPermille,
                assessmentWeightMicros,
                typeWeightMicros,
                sizeWeightMicros,
                qualityWeightMicros,
                minReputationMicros);
    }

    /** This rule with a share of the candidates, in thousandths, instead of a fixed number. */
    public Selection withPermille(int share) {
        return new Selection(
                policy,
                0,
                share,
                explorationPermille,
                assessmentWeightMicros,
                typeWeightMicros,
                sizeWeightMicros,
                qualityWeightMicros,
                minReputationMicros);
    }

    /** This rule with a fixed number of places. */
    public Selection withCount(int places) {
        return new Selection(
                policy,
                places,
                permille,
                explorationPermille,
                assessmentWeightMicros,
                typeWeightMicros,
                sizeWeightMicros,
                qualityWeightMicros,
                minReputationMicros);
    }
}
