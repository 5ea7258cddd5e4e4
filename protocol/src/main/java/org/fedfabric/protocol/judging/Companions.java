package org.fedfabric.protocol.judging;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.fedfabric.protocol.ledger.Contributor;
import org.fedfabric.protocol.ledger.Verdict;
import org.fedfabric.protocol.ledger.Verdict.Reason;
import org.fedfabric.protocol.task.SpecLimits;
import org.fedfabric.protocol.task.TaskSpec;
import org.fedfabric.protocol.task.UpdateCheck;

/**
 * Updates of one version compared with one another: lengths, and cosines of the angles between them from exact dot products.
 * The norm bound holds, so by Cauchy and Schwarz no dot product, nor any part of one, leaves 64 bits.
 */
final class Companions {
    /** Updates that are compared at once; more are divided in equal groups. */
    static final int MOST = SpecLimits.COMPANIONS;

    /** Updates below which medians and mean squares say nothing. */
    private static final int LEAST = 5;

    /** Parameters below which honest updates may be as unlike one another as noise is. */
    private static final int LEAST_PARAMETERS = 4_096;

    /**
     * Root mean square of an update's cosines with the others, in units of 1/√parameters, below which it is noise.
     * Independent noise has 1 ± 0.25 among ten; of honest updates the least was 3.9 with IID data, 4.6 with two classes each.
     */
    private static final double NOISE_LIKENESS = 2;

    /** Cosine with what the others agree on below which an update points against it: of honest ones .8 % have less. */
    private static final double AGAINST = -0.1;

    /** Median cosine from which on the others agree so well that whoever has less than half of it is refused. */
    private static final double AGREEMENT = 0.2;

    private static final double LEAST_SHARE_OF_AGREEMENT = 0.5;

    /**
     * Times the median length from which on an update is out of proportion, if its own labels trail as well. Learning
     * something foreign takes a longer way: with IID data, updates with a backdoor are 1.3 to 3.5 times as long as the median
     * from the third version on, honest ones 0.7 to 1.4 times.
     */
    private static final double DISPROPORTION_IID = 1.5;

    /**
     * … and where participants hold few classes, whose honest updates differ more: of 3,000 of a hundred versions, 1.5 times and
     * labels that trail by .8 refuse 16. Three times is the longest that was seen.
     */
    private static final double DISPROPORTION_FEW_CLASSES = 2.5;

    /**
     * By how much more than the median's an update may be long at most because its participant has more rows. How many it has
     * is its own claim, so the claim must not buy room without end.
     */
    private static final double MOST_ROOM = 2;

    /** By how much own labels trail ({@link LabelPushes}) where data is IID; of honest updates a quarter to a third. */
    private static final double LEAD_IID = -0.4;

    /**
     * … and where participants hold few classes: long updates whose labels trail are usual there. Of 3,763 honest updates of a
     * hundred versions this refuses .7 %, -0.6 1.7 %.
     */
    private static final double LEAD_FEW_CLASSES = -0.8;

    private final int count;
    private final boolean fewClasses;
    private final int parameters;
    private final double[] lengths;
    private final int[] weightsLog2;
    private final double[] gains;
    private final double[] leads;
    private final double[][] cosines;

    private Companions(
            boolean fewClasses, int parameters, int[] weightsLog2, List<Contributor> members, double[][] dots) {
        this.count = members.size();
        this.fewClasses = fewClasses;
        this.parameters = parameters;
        this.lengths = each(i -> StrictMath.sqrt(dots[i][i]));
        this.weightsLog2 = weightsLog2;
        double[] gained = each(i -> gain(members.get(i).verdict()));
        double usualGain = median(each(i -> Math.abs(gained[i])));
        // No update's direction counts for more than the usual one's: loss can be had in any amount, by an update whose
        // opposite is ruinous, and a few of those would turn what the others are measured by.
        this.gains = each(i -> Math.max(-usualGain, Math.min(usualGain, gained[i])));
        this.leads = each(i -> members.get(i).verdict().leadMicros() / 1e6);
        this.cosines = new double[count][count];
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < count; j++) {
                double product = lengths[i] * lengths[j];
                cosines[i][j] = product == 0 ? 0 : dots[i][j] / product;
            }
        }
    }

    /**
     * Members of a version and their updates.
     *
     * @param members with verdicts that judging gave each of them by itself, all included
     * @param values their integers, which carry their weights
     */
    static Companions of(TaskSpec spec, List<Contributor> members, List<int[]> values) {
        double[][] dots = new double[members.size()][members.size()];
        for (int i = 0; i < dots.length; i++) {
            for (int j = i; j < dots.length; j++) {
                dots[i][j] = dot(values.get(i), values.get(j));
                dots[j][i] = dots[i][j];
            }
        }
        int[] weightsLog2 = members.stream()
                .mapToInt(member -> spec.quantisation().weightLog2(member.rowsLog2()))
                .toArray();
        return new Companions(isForFewClasses(spec), spec.model().parameterCount(), weightsLog2, members, dots);
    }

    /**
     * Whether {@link #reasons} can give a reason, whatever the updates' bytes are.
     *
     * @param compared updates of the version that are sound by themselves; groups of more than {@link #MOST} have at least half
     *     of that each, so that their number says whether there are enough
     * @param leadMicros the lead on the verdict, or null if it has none
     */
    static boolean canGive(TaskSpec spec, Reason reason, int compared, Long leadMicros) {
        if (compared < LEAST || leadMicros == null) {
            return false;
        }
        return switch (reason) {
            case UNRELATED -> canTellFromNoise(spec.model().parameterCount());
            case AGAINST -> !isForFewClasses(spec);
            case DISPROPORTIONATE -> trails(leadMicros / 1e6, isForFewClasses(spec));
            default -> false;
        };
    }

    private static boolean isForFewClasses(TaskSpec spec) {
        return spec.check().rule() == UpdateCheck.Rule.OWN_LABELS;
    }

    private static boolean canTellFromNoise(int parameters) {
        return parameters >= LEAST_PARAMETERS;
    }

    private static boolean trails(double lead, boolean fewClasses) {
        return lead < (fewClasses ? LEAD_FEW_CLASSES : LEAD_IID);
    }

    /** Why each update is refused; null where it is not. */
    Reason[] reasons() {
        Reason[] reasons = new Reason[count];
        if (count < LEAST) {
            return reasons;
        }
        double[] agreements = each(this::agreement);
        double usualAgreement = median(agreements);
        double usualWeightLog2 = median(each(i -> weightsLog2[i]));
        // Integers carry the weight of a participant's rows; lengths are compared without.
        double usualLength = median(each(i -> StrictMath.scalb(lengths[i], -weightsLog2[i])));
        for (int i = 0; i < count; i++) {
            double length = StrictMath.scalb(lengths[i], -weightsLog2[i]) / room(weightsLog2[i] - usualWeightLog2);
            if (canTellFromNoise(parameters) && likeness(i) < NOISE_LIKENESS) {
                reasons[i] = Reason.UNRELATED;
            } else if (!fewClasses && isAgainst(agreements[i], usualAgreement)) {
                reasons[i] = Reason.AGAINST;
            } else if (isTooLong(length, usualLength) && trails(leads[i], fewClasses)) {
                reasons[i] = Reason.DISPROPORTIONATE;
            }
        }
        return reasons;
    }

    /**
     * What a length is divided by for a weight that is 2^excess times the median's. Whoever has more rows takes more steps, which
     * point to and fro, so that lengths grow as the root of their number.
     */
    private static double room(double excessLog2) {
        return Math.max(1, Math.min(MOST_ROOM, StrictMath.pow(2, excessLog2 / 2)));
    }

    private boolean isTooLong(double length, double usual) {
        return length > (fewClasses ? DISPROPORTION_FEW_CLASSES : DISPROPORTION_IID) * usual;
    }

    private static boolean isAgainst(double agreement, double usual) {
        return agreement < AGAINST || (usual >= AGREEMENT && agreement < LEAST_SHARE_OF_AGREEMENT * usual);
    }

    /** √parameters times the root mean square of the cosines with all others. */
    private double likeness(int own) {
        double sum = 0;
        for (int j = 0; j < count; j++) {
            sum += j == own ? 0 : cosines[own][j] * cosines[own][j];
        }
        return StrictMath.sqrt(sum / (count - 1) * parameters);
    }

    /**
     * Cosine with the direction that the others have shown to help: the sum of their directions, each times what it gains over
     * its opposite, at most what is usual. So an update that harms counts backwards, and a majority that points the wrong way agrees on nothing.
     */
    private double agreement(int own) {
        double along = 0;
        double squared = 0;
        for (int j = 0; j < count; j++) {
            if (j != own) {
                along += gains[j] * cosines[own][j];
                for (int k = 0; k < count; k++) {
                    squared += k == own ? 0 : gains[j] * gains[k] * cosines[j][k];
                }
            }
        }
        return squared > 0 ? along / StrictMath.sqrt(squared) : 0;
    }

    /** By how much less loss an update leaves than its opposite, in nats. */
    private static double gain(Verdict verdict) {
        return Math.subtractExact(verdict.oppositeMicros(), verdict.scoreMicros()) / 1e6;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private double[] each(IntToDoubleFunction of) {
        double[] values = new double[count];
        Arrays.setAll(values, of);
        return values;
    }

    private static long dot(int[] a, int[] b) {
        long sum = 0;
        for (int j = 0; j < a.length; j++) {
            sum += (long) a[j] * b[j];
        }
        return sum;
    }
}
