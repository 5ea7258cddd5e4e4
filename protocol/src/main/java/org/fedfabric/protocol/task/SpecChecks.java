package org.fedfabric.protocol.task;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.fedfabric.protocol.data.FeatureRows;
import org.fedfabric.protocol.privacy.NoiseBounds;
import org.fedfabric.protocol.privacy.Sensitivity;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.protocol.refusal.RefusalException;

/**
 * Whether a task can work at all (protocol.md §1); Create asks before it writes. What a single setting may be, the records
 * check themselves: bounded versions, deadlines of at least 20 s, and widths such that value (with its noise, which is cut
 * off at the width), weight and count together take at most 32 + 17 + 12 = 61 bits of a sum's 62.
 */
public final class SpecChecks {
    /** Largest C·s: squares of norms then stay below 2⁶¹ and sums of them are exact in 64 bits. */
    private static final double MAX_CLIP_STEPS = 1L << 30;

    /** Sums of squares must stay in 64 bits, whatever is added last. */
    private static final double MAX_SQUARED_NORM = (1L << 62) - 1;

    private SpecChecks() {}

    /**
     * Refuses a task that cannot work, naming the setting and the value.
     *
     * @param validation the task's validation rows, encoded by its data schema
     * @throws RefusalException NOT_SUPPORTED for what this rules version does not have, SPEC_IMPOSSIBLE for what no
     *     version could run
     */
    public static void requireWorkable(TaskSpec spec, FeatureRows validation) {
        requireTerms(spec);
        requireValidation(spec, validation);
    }

    /**
     * The part of {@link #requireWorkable} that needs no validation rows, so that nothing is fetched for a task that
     * cannot work.
     *
     * @throws RefusalException NOT_SUPPORTED or SPEC_IMPOSSIBLE
     */
    public static void requireTerms(TaskSpec spec) {
        requireSupported(spec);
        requireAffordable(spec);
        requireAffordableRoot(spec);
        requirePlaces(spec);
        requirePatience(spec);
        requireVotes(spec);
        requireRoom(spec);
        requireQuantisation(spec.quantisation());
        if (spec.privacy().mechanism() != Privacy.Mechanism.NONE) {
            possible(
                    spec.simulation() || spec.privacy().sigmaMicros() >= Privacy.MIN_MULTIPLIER_MICROS,
                    "sigmaMicros must be at least " + Privacy.MIN_MULTIPLIER_MICROS
                            + " where noise is to protect; less is for simulations",
                    spec.privacy().sigmaMicros());
            possible(
                    spec.evaluation() == Evaluation.NONE,
                    "evaluation must be NONE in a task with noise: a score of a member's own rows is covered by no noise",
                    spec.evaluation());
            requireRoomForNoise(spec);
        }
    }

    private static void requireSupported(TaskSpec spec) {
        Schedule schedule = spec.schedule();
        supported(spec.rules() == TaskSpec.RULES, "rules must be " + TaskSpec.RULES, spec.rules());
        supported(spec.protection() == Protection.PLAIN, "protection must be PLAIN", spec.protection());
        supported(spec.tier() == Tier.FLAT, "tier must be FLAT", spec.tier());
        supported(
                spec.privacy().unit() == Privacy.Unit.PARTICIPANT,
                "privacy unit must be PARTICIPANT (noise is added to whole updates, not to training steps)",
                spec.privacy().unit());
        supported(
                spec.check().rule() != UpdateCheck.Rule.AS_PUBLISHED || !spec.isProtected(),
                "the check must not be AS_PUBLISHED where noise protects: AS_PUBLISHED would refuse honest updates for their"
                        + " noise alone, and is for simulations",
                spec.check().rule());
        supported(
                spec.aggregation().rule() != Aggregation.Rule.FLTRUST
                        || spec.training().optimiser() == Training.Optimiser.SGD,
                "FLTRUST trains on the validation rows as participants do, by SGD alone",
                spec.training().optimiser());
        supported(
                spec.aggregation().serverRateMicros() == 1_000_000,
                "serverRateMicros must be 1,000,000 in a synchronous task",
                spec.aggregation().serverRateMicros());
        supported(schedule.maxStaleness() == 0, "maxStaleness must be 0 (synchronous)", schedule.maxStaleness());
        supported(schedule.bufferSize() == 0, "bufferSize must be 0 (synchronous)", schedule.bufferSize());
    }

    private static void requireValidation(TaskSpec spec, FeatureRows validation) {
        possible(
                validation.rows() == spec.validation().rows(),
                "The validation set must have the " + spec.validation().rows() + " rows that the task names",
                validation.rows());
        possible(
                validation.width() == spec.data().featureCount(),
                "A validation row must have " + spec.data().featureCount() + " features",
                validation.width());
        int classes = spec.data().classes().size();
        boolean[] present = new boolean[classes];
        for (int label : validation.labels()) {
            possible(label >= 0 && label < classes, "A label must lie in [0, " + (classes - 1) + "]", label);
            present[label] = true;
        }
        for (int label = 0; label < classes; label++) {
            possible(
                    present[label],
                    "The validation set must have rows of every class; it lacks one",
                    spec.data().classes().get(label));
        }
    }

    private static void requireAffordable(TaskSpec spec) {
        long work = SpecLimits.multiplyAddsPerUpdate(spec);
        possible(
                work <= SpecLimits.MULTIPLY_ADDS_PER_UPDATE,
                "Judging an update (multiply-adds of the model × validation rows) must take at most "
                        + SpecLimits.MULTIPLY_ADDS_PER_UPDATE + " multiply-adds",
                work);
        int updates = updatesAsked(spec);
        long versionWork = SpecLimits.multiplyAddsPerVersion(spec, updates);
        possible(
                versionWork <= SpecLimits.MULTIPLY_ADDS_PER_VERSION,
                "Judging a version's " + updates + " updates"
                        + (spec.contribution() == null ? "" : " and measuring their contributions")
                        + " must take at most " + SpecLimits.MULTIPLY_ADDS_PER_VERSION + " multiply-adds",
                versionWork);
        long bytes = Math.multiplyExact(SpecLimits.bytesPerUpdate(spec), (long) updates);
        possible(
                bytes <= SpecLimits.BYTES_PER_VERSION,
                "A version's " + updates + " updates must take at most " + SpecLimits.BYTES_PER_VERSION + " bytes",
                bytes);
    }

    private static void requireAffordableRoot(TaskSpec spec) {
        long work = SpecLimits.multiplyAddsOfRoot(spec);
        possible(
                work <= SpecLimits.MULTIPLY_ADDS_PER_UPDATE,
                "Training on the validation rows for FLTRUST (multiply-adds of the model × 3 × rows × epochs) must take at"
                        + " most " + SpecLimits.MULTIPLY_ADDS_PER_UPDATE + " multiply-adds",
                work);
    }

    /** How many updates a version has at least: the fixed number of places, else what the quorum needs. */
    private static int updatesAsked(TaskSpec spec) {
        return Math.max(
                spec.selection().count(),
                Math.max(spec.schedule().quorum(), spec.quotas().minEnterprises()));
    }

    private static void requirePlaces(TaskSpec spec) {
        int places = spec.selection().count();
        int quorum = spec.schedule().quorum();
        int enterprises = spec.quotas().minEnterprises();
        possible(
                places == 0 || quorum <= places,
                "quorum must be at most the " + places + " selected in a version",
                quorum);
        possible(
                places == 0 || enterprises <= places,
                "minEnterprises must be at most the " + places + " selected in a version",
                enterprises);
        possible(
                spec.selection().minReputationMicros() <= 500_000,
                "minReputationMicros must be at most 500,000, where newcomers start",
                spec.selection().minReputationMicros());
    }

    private static void requirePatience(TaskSpec spec) {
        Patience patience = spec.schedule().patience();
        possible(
                patience == null || patience.versions() < spec.schedule().versions(),
                "patience must be shorter than the task, which has "
                        + spec.schedule().versions() + " versions, or it changes nothing",
                patience);
    }

    private static void requireVotes(TaskSpec spec) {
        Aggregation.Rule rule = spec.aggregation().rule();
        int quorum = spec.schedule().quorum();
        possible(
                quorum >= rule.leastUpdates(),
                rule == Aggregation.Rule.MULTI_KRUM
                        ? "MULTI_KRUM needs n ≥ 2f + 3 updates to bear f bad ones, so quorum must be at least "
                                + rule.leastUpdates()
                        : rule + " bears a bad update among three, so quorum must be at least " + rule.leastUpdates(),
                quorum);
        possible(
                spec.quotas().minEnterprises() >= rule.leastEnterprises(),
                rule + " counts votes, and of two enterprises each has half, so minEnterprises must be at least "
                        + rule.leastEnterprises(),
                spec.quotas().minEnterprises());
        int updates = updatesAsked(spec);
        possible(
                SpecLimits.differences(spec, updates) <= SpecLimits.DIFFERENCES_PER_VERSION,
                "Comparing every pair of a version's " + updates + " updates must take at most "
                        + SpecLimits.DIFFERENCES_PER_VERSION + " differences of values",
                SpecLimits.differences(spec, updates));
    }

    /** What a chaincode's heap must hold to put a version together. */
    private static void requireRoom(TaskSpec spec) {
        int updates = updatesAsked(spec);
        long held = SpecLimits.heldBytes(spec, updates);
        possible(
                held <= SpecLimits.HELD_BYTES_PER_VERSION,
                "Putting a version's " + updates + " updates together by "
                        + spec.aggregation().rule() + " must hold at most " + SpecLimits.HELD_BYTES_PER_VERSION
                        + " bytes at once",
                held);
    }

    private static void requireQuantisation(Quantisation quantisation) {
        double steps = quantisation.clipNorm() * quantisation.scale();
        possible(
                steps <= MAX_CLIP_STEPS,
                "clipNorm × 2^scaleBits must be at most 2^30, or squared norms overflow",
                quantisation.clipNormMicros() + " millionths × 2^" + quantisation.scaleBits());
        possible(
                steps >= 1,
                "clipNorm × 2^scaleBits must be at least 1, or every update rounds to nothing",
                quantisation.clipNormMicros() + " millionths × 2^" + quantisation.scaleBits());
    }

    /** At the largest weight, where values and noise are largest. */
    private static void requireRoomForNoise(TaskSpec spec) {
        Quantisation quantisation = spec.quantisation();
        Sensitivity sensitivity =
                Sensitivity.of(quantisation, spec.model().parameterCount(), quantisation.maxRowsLog2());
        double largest = NoiseBounds.largestValue(sensitivity, spec.privacy());
        possible(
                largest <= quantisation.maxMagnitude(),
                "A value with its noise must stay within " + quantisation.maxMagnitude()
                        + " (valueBits), but for one update in a million; lower scaleBits, clipNorm or sigma",
                wholeNumber(largest));
        double norm = NoiseBounds.squaredNorm(sensitivity, spec.privacy());
        possible(
                norm <= MAX_SQUARED_NORM,
                "The squared norm of an update with its noise must stay below 2^62; lower scaleBits, clipNorm or sigma",
                wholeNumber(norm));
    }

    /** Not as a double: what printing one gives depends on the Java version. */
    private static BigInteger wholeNumber(double value) {
        return new BigDecimal(value).toBigInteger();
    }

    private static void supported(boolean condition, String mustHold, Object provided) {
        if (!condition) {
            throw new RefusalException(
                    RefusalCode.NOT_SUPPORTED, "In this version " + mustHold + ". Provided value: " + provided);
        }
    }

    private static void possible(boolean condition, String mustHold, Object provided) {
        if (!condition) {
            throw new RefusalException(RefusalCode.SPEC_IMPOSSIBLE, mustHold + ". Provided value: " + provided);
        }
    }
}
