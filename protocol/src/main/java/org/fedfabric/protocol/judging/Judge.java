package org.fedfabric.protocol.judging;

import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.data.FeatureRows;
import org.fedfabric.protocol.ledger.Verdict;
import org.fedfabric.protocol.ledger.Verdict.Reason;
import org.fedfabric.protocol.model.ForwardPass;
import org.fedfabric.protocol.task.Privacy;
import org.fedfabric.protocol.task.Quantisation;
import org.fedfabric.protocol.task.TaskSpec;
import org.fedfabric.protocol.task.UpdateCheck;
import org.fedfabric.protocol.update.Decoded;
import org.fedfabric.protocol.update.UpdateBlob;
import org.fedfabric.protocol.update.UpdateHeader;

/**
 * Judges updates of one task (protocol.md §4; S1's algorithm 2 under AS_PUBLISHED). In this order, the first rule that is
 * broken being the reason: form ({@link UpdateBlob}: HEADER, SHAPE, RANGE), NORM, NON_FINITE, EMPTY, SCORE, DIRECTION, LABELS. Cheap
 * checks come first, so a forged update costs an endorser no forward pass. The same inputs give the same verdict on every
 * machine. Remembers nothing that could change a verdict; threads can share one.
 *
 * <p>Where the task adds noise, a score is recorded and nothing from EMPTY on refuses (but for AS_PUBLISHED, in
 * simulations): at the noise that protects a participant, base + update is a random model, as likely as its opposite, and
 * no bound on a network's loss under random weights is of use. The worst score then stands for scores that are not finite. What is left is form, the norm with its
 * noise, and quotas.
 *
 * <p>That the bytes match their CID and length was established before; CONTENT is the caller's verdict.
 */
public final class Judge {
    private final TaskSpec spec;
    private final FeatureRows validation;
    private final ForwardPass network;
    private final boolean noised;
    private float[] lastBase;
    private double[] lastBaseLosses;

    /**
     * Prepares to judge a task's updates.
     *
     * @param validation the task's validation rows, encoded by its data schema
     */
    public Judge(TaskSpec spec, FeatureRows validation) {
        Checks.require(validation.rows() > 0, "A validation set must have rows", validation.rows());
        this.spec = spec;
        this.validation = validation;
        this.network = ForwardPass.of(spec.model());
        this.noised = spec.privacy().mechanism() != Privacy.Mechanism.NONE;
    }

    /** The rows it judges with. */
    public FeatureRows validation() {
        return validation;
    }

    /**
     * The task's metric of a model, in millionths, rounded against the model: nats of cross-entropy rounded up or
     * accuracy rounded down. A model whose scores are not finite gets the worst value, not an exception.
     *
     * @param model as many parameters as the spec's network has
     */
    public long scoreMicros(float[] model) {
        return metric(network.logits(model, validation.features(), validation.rows()));
    }

    /**
     * The verdict on an update's bytes.
     *
     * @param update the bytes, of the declared length and matching their CID
     * @param expected the header that the ledger's record calls for
     * @param base parameters of the version the update starts from
     * @param baseScoreMicros {@link #scoreMicros} of the base, as on its version's record
     * @param rowsLog2 the participant's registered bucket of rows
     * @return INCLUDED or REJECTED, never UNAVAILABLE
     */
    public Verdict judge(byte[] update, UpdateHeader expected, float[] base, long baseScoreMicros, int rowsLog2) {
        Decoded decoded = UpdateBlob.decode(update, expected, spec.quantisation());
        if (decoded instanceof Decoded.Rejected rejected) {
            return Verdict.rejected(rejected.reason());
        }
        int[] values = ((Decoded.Values) decoded).values();
        if (values.length != base.length) {
            return Verdict.rejected(Reason.SHAPE);
        }
        if (!NormBound.holds(values, NormBound.squared(spec, rowsLog2))) {
            return Verdict.rejected(Reason.NORM);
        }
        if (!isFinite(base, values, unit(rowsLog2))) {
            return Verdict.rejected(Reason.NON_FINITE);
        }
        float[] candidate = moved(base, values, probe(rowsLog2));
        float[] logits = network.logits(candidate, validation.features(), validation.rows());
        if (!noised && !Metrics.isFinite(logits, 0, logits.length)) {
            return Verdict.rejected(Reason.NON_FINITE);
        }
        long score = metric(logits);
        Verdict sound = new Verdict(Verdict.Outcome.INCLUDED, null, score, baseScoreMicros);
        if (noised && spec.check().rule() != UpdateCheck.Rule.AS_PUBLISHED) {
            return sound;
        }
        UpdateCheck.Rule rule = spec.check().rule();
        if (rule.comparesUpdates() && isZero(values)) {
            return sound.refusedFor(Reason.EMPTY);
        }
        if (!passes(score, baseScoreMicros)) {
            return sound.refusedFor(Reason.SCORE);
        }
        if (!rule.triesOpposite()) {
            return sound;
        }
        float[] mirrored = moved(base, values, -probe(rowsLog2));
        return besideOpposite(sound, logits, network.logits(mirrored, validation.features(), validation.rows()), base);
    }

    /** The verdict on an update whose score passes, once its opposite was tried. */
    private Verdict besideOpposite(Verdict sound, float[] forward, float[] backward, float[] base) {
        UpdateCheck.Rule rule = spec.check().rule();
        if (rule == UpdateCheck.Rule.MIRRORED) {
            return losses(forward, backward, base).helpsAsItsOpposite() ? sound : sound.refusedFor(Reason.DIRECTION);
        }
        if (!Metrics.isFinite(backward, 0, backward.length)) {
            return sound.refusedFor(Reason.NON_FINITE);
        }
        LabelPushes pushes = new LabelPushes(
                forward, backward, validation.labels(), spec.model().classes());
        double lead = pushes.ownLead();
        Verdict seen = sound.beside(metric(backward), (long) StrictMath.floor(lead * 1e6));
        if (rule == UpdateCheck.Rule.AGREEING) {
            return seen;
        }
        ClassLosses losses = losses(forward, backward, base);
        if (!losses.pointsForward(pushes.lean(), lead)) {
            return seen.refusedFor(Reason.DIRECTION);
        }
        return losses.harmedByOthersLabels(lead) ? seen.refusedFor(Reason.LABELS) : seen;
    }

    private ClassLosses losses(float[] forward, float[] backward, float[] base) {
        return new ClassLosses(lossesOf(base), classLosses(forward), classLosses(backward));
    }

    private static boolean isZero(int[] values) {
        for (int value : values) {
            if (value != 0) {
                return false;
            }
        }
        return true;
    }

    /** What one step of a participant's integers is worth: 1 / (s·w), a power of two. */
    private double unit(int rowsLog2) {
        Quantisation quantisation = spec.quantisation();
        return Math.scalb(1.0, -quantisation.scaleBits() - quantisation.weightLog2(rowsLog2));
    }

    private double probe(int rowsLog2) {
        return spec.check().probeMicros() / 1e6 * unit(rowsLog2);
    }

    /**
     * Whether base + q / (s·w) is finite everywhere: then so are every part of the way and the mean of included updates.
     */
    private static boolean isFinite(float[] base, int[] values, double unit) {
        for (int j = 0; j < base.length; j++) {
            if (!(Math.abs((float) (base[j] + values[j] * unit)) <= Float.MAX_VALUE)) {
                return false;
            }
        }
        return true;
    }

    private static float[] moved(float[] base, int[] values, double step) {
        float[] moved = new float[base.length];
        for (int j = 0; j < moved.length; j++) {
            moved[j] = (float) (base[j] + values[j] * step);
        }
        return moved;
    }

    /** The base's losses: its updates come together, so the last one's are kept. */
    private synchronized double[] lossesOf(float[] base) {
        if (base != lastBase) {
            lastBaseLosses = classLosses(network.logits(base, validation.features(), validation.rows()));
            lastBase = base;
        }
        return lastBaseLosses;
    }

    private double[] classLosses(float[] logits) {
        return Metrics.classLosses(logits, validation.labels(), spec.model().classes());
    }

    private long metric(float[] logits) {
        return switch (spec.check().metric()) {
            case CROSS_ENTROPY ->
                Metrics.crossEntropyMicros(
                        logits, validation.labels(), spec.data().classWeightsMicros());
            case ACCURACY ->
                Metrics.accuracyMicros(logits, validation.labels(), spec.model().classes());
        };
    }

    private boolean passes(long score, long base) {
        UpdateCheck check = spec.check();
        if (check.rule() == UpdateCheck.Rule.AS_PUBLISHED) {
            return score >= check.thresholdMicros();
        }
        return switch (check.metric()) {
            case CROSS_ENTROPY -> score <= Math.addExact(base, check.marginMicros());
            case ACCURACY -> score >= Math.subtractExact(base, check.marginMicros());
        };
    }
}
