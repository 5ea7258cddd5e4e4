package org.fedfabric.protocol.task;

import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.model.ModelSpec;

/**
 * How an update is judged from its bytes (protocol.md §4): score = metric(base + probe · update) against metric(base),
 * beside the norm bound that the clipping norm gives.
 *
 * @param rule which comparison refuses
 * @param metric what is compared
 * @param probeMicros λ, the share of the update that is tried, in millionths: 1,000,000 for IID data; less when
 *     each participant holds few classes
 * @param marginMicros how much worse than the base an update may be: nats (in millionths) of cross-entropy, or
 *     accuracy in millionths
 * @param thresholdMicros the accuracy S1's algorithm 2 asks for; only under AS_PUBLISHED
 */
public record UpdateCheck(Rule rule, Metric metric, long probeMicros, long marginMicros, long thresholdMicros) {
    /** Which comparison refuses. */
    public enum Rule {
        /** Refuse what is worse than the base by more than the margin. */
        RELATIVE,
        /**
         * RELATIVE, and the update must do more for the class it helps most than its opposite does for the class that one
         * helps most. For participants that hold few classes: an honest update may then harm the mean over all classes,
         * but not the classes it was trained on.
         */
        MIRRORED,
        /**
         * MIRRORED, refusing only if the labels that an update raises speak against it as well, which carries it on to bases that
         * have learnt nearly all there is; and an update must not push labels onto other
         * classes' rows more than onto their own: finds participants of few classes that train on wrong labels. An update
         * of zeros is refused. Updates are then compared with one another: noise, and what is out of proportion, is refused.
         */
        OWN_LABELS,
        /**
         * RELATIVE, and updates are compared with one another: refused is what points away from where those that help point,
         * noise, what is out of proportion, and zeros. For participants whose rows are alike.
         */
        AGREEING,
        /** S1's algorithm 2, errata repaired: refuse accuracy below a threshold, λ = 1. */
        AS_PUBLISHED;

        /** Whether the opposite of an update is tried as well, at the cost of a second forward pass. */
        public boolean triesOpposite() {
            return this == MIRRORED || comparesUpdates();
        }

        /** Whether a version's updates are compared with one another before they are put together. */
        public boolean comparesUpdates() {
            return this == OWN_LABELS || this == AGREEING;
        }

        /** Whether it is for participants that hold few classes. */
        public boolean isForFewClasses() {
            return this == MIRRORED || this == OWN_LABELS;
        }
    }

    /** What is compared. */
    public enum Metric {
        /** Class-weighted mean cross-entropy in nats; lower is better. */
        CROSS_ENTROPY,
        /** Share of rows whose highest score is the label's; higher is better. */
        ACCURACY;

        /** By how much a score is better than another, in millionths: negative if it is worse. */
        public long gainMicros(long fromMicros, long toMicros) {
            return switch (this) {
                case CROSS_ENTROPY -> Math.subtractExact(fromMicros, toMicros);
                case ACCURACY -> Math.subtractExact(toMicros, fromMicros);
            };
        }
    }

    /**
     * What an update of IID data may cost: half a nat. Measured on MNIST: of honest updates none exceeds it in six
     * versions.
     */
    private static final long IID_MARGIN_MICROS = 500_000;

    /**
     * What the mirrored probe may cost: three quarters of a nat. Measured on MNIST (small-cnn, two classes each, 100
     * participants, ten selected): of honest updates 1.5 % exceed half a nat, in the first versions 4 %, and 0.3 %
     * three quarters.
     */
    private static final long FEW_CLASSES_MARGIN_MICROS = 750_000;

    /**
     * With few classes to compare, whose rows a label is pushed onto most is decided by chance: of two, half of a participant
     * that holds one. Measured with ten.
     */
    private static final int LABELLED_CLASSES = 5;

    /**
     * Parameters below which honest updates of rows that are alike point anywhere: of five on a table of machine failures
     * (few hundred parameters) one was refused as AGAINST in the first version. Measured with 20,522.
     */
    private static final int COMPARABLE_PARAMETERS = 4_096;

    /** Checks the ranges. */
    public UpdateCheck {
        Checks.present(rule, "rule of the check");
        Checks.present(metric, "metric of the check");
        Checks.inRange(probeMicros, 1, 1_000_000, "probeMicros");
        Checks.inRange(marginMicros, 0, 1_000_000_000L, "marginMicros");
        Checks.inRange(thresholdMicros, 0, 1_000_000, "thresholdMicros");
        Checks.require(
                rule != Rule.AS_PUBLISHED || (metric == Metric.ACCURACY && probeMicros == 1_000_000),
                "AS_PUBLISHED must have metric ACCURACY and probeMicros 1,000,000",
                metric + ", " + probeMicros);
        Checks.require(
                !rule.triesOpposite() || metric == Metric.CROSS_ENTROPY,
                rule + " must have metric CROSS_ENTROPY",
                metric);
    }

    /** Each update by itself: cross-entropy, whole update, half a nat (measured for IID data, protocol.md §4). */
    public static UpdateCheck crossEntropy() {
        return new UpdateCheck(Rule.RELATIVE, Metric.CROSS_ENTROPY, 1_000_000, IID_MARGIN_MICROS, 0);
    }

    /** {@link #crossEntropy}, and updates are compared with one another. */
    public static UpdateCheck agreeing() {
        return new UpdateCheck(Rule.AGREEING, Metric.CROSS_ENTROPY, 1_000_000, IID_MARGIN_MICROS, 0);
    }

    /**
     * The default for participants whose rows are alike: {@link #agreeing} where comparing says something and judging can
     * afford it, else {@link #crossEntropy}.
     *
     * @param validationRows rows to judge with
     */
    public static UpdateCheck alike(ModelSpec model, int validationRows) {
        boolean comparable = model.parameterCount() >= COMPARABLE_PARAMETERS && model.classes() >= LABELLED_CLASSES;
        return comparable && SpecLimits.affordOpposite(model, validationRows) ? agreeing() : crossEntropy();
    }

    /**
     * The check for participants that hold few classes: λ = 1/√selected. Such updates point in nearly orthogonal
     * directions, so the mean of n of them is about 1/√n as long as one; a single one tried at that length moves the model
     * as far as the whole version will (with one selected: λ = 1, as for IID data).
     *
     * @param selected participants selected in a version, at least 1
     */
    public static UpdateCheck mirrored(int selected) {
        return opposed(Rule.MIRRORED, selected);
    }

    /**
     * The default for participants that hold few of the classes: OWN_LABELS, tried as {@link #mirrored}; MIRRORED where there
     * are fewer than {@value #LABELLED_CLASSES} classes.
     *
     * @param selected participants selected in a version, at least 1
     * @param classes number of classes, at least 2
     */
    public static UpdateCheck fewClasses(int selected, int classes) {
        return opposed(classes < LABELLED_CLASSES ? Rule.MIRRORED : Rule.OWN_LABELS, selected);
    }

    private static UpdateCheck opposed(Rule rule, int selected) {
        Checks.inRange(selected, 1, Integer.MAX_VALUE, "selected");
        long probeMicros = Math.max(1, (long) (1_000_000 / StrictMath.sqrt(selected)));
        return new UpdateCheck(rule, Metric.CROSS_ENTROPY, probeMicros, FEW_CLASSES_MARGIN_MICROS, 0);
    }
}
