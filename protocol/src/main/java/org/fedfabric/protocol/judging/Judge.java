package org.fedfabric.protocol.judging;

import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.data.FeatureRows;
import org.fedfabric.protocol.ledger.Verdict;
import org.fedfabric.protocol.ledger.Verdict.Reason;
import org.fedfabric.protocol.model.ForwardPass;
import org.fedfabric.protocol.task.Quantisation;
import org.fedfabric.protocol.task.TaskSpec;
import org.fedfabric.protocol.task.UpdateCheck;
import org.fedfabric.protocol.update.Decoded;
import org.fedfabric.protocol.update.UpdateBlob;
import org.fedfabric.protocol.update.UpdateHeader;

/**
 * Judges updates of one task (protocol.md §4; S1's algorithm 2 under AS_PUBLISHED). In this order, the first rule that is
 * broken being the reason: form ({@link UpdateBlob}: HEADER, SHAPE, RANGE), NORM, NON_FINITE, SCORE. Cheap checks come
 * first, so a forged update costs an endorser no forward pass. The same inputs give the same verdict on every machine.
 * Holds no state between calls; threads can share one.
 *
 * <p>That the bytes match their CID and length was established before; CONTENT is the caller's verdict.
 */
public final class Judge {
    private final TaskSpec spec;
    private final FeatureRows validation;
    private final ForwardPass network;

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
        if (!NormBound.holds(values, NormBound.squared(spec.quantisation(), values.length, rowsLog2))) {
            return Verdict.rejected(Reason.NORM);
        }
        float[] candidate = candidate(base, values, rowsLog2);
        if (candidate == null) {
            return Verdict.rejected(Reason.NON_FINITE);
        }
        float[] logits = network.logits(candidate, validation.features(), validation.rows());
        if (!Metrics.isFinite(logits, 0, logits.length)) {
            return Verdict.rejected(Reason.NON_FINITE);
        }
        long score = metric(logits);
        boolean passes = passes(score, baseScoreMicros);
        return new Verdict(
                passes ? Verdict.Outcome.INCLUDED : Verdict.Outcome.REJECTED,
                passes ? null : Reason.SCORE,
                score,
                baseScoreMicros);
    }

    /**
     * base + λ·q / (s·w), or null unless that and base + q / (s·w) are finite everywhere: the second makes the mean of
     * included updates finite, whatever λ.
     */
    private float[] candidate(float[] base, int[] values, int rowsLog2) {
        Quantisation quantisation = spec.quantisation();
        double unit = Math.scalb(1.0, -quantisation.scaleBits() - quantisation.weightLog2(rowsLog2));
        double probe = spec.check().probeMicros() / 1e6 * unit;
        float[] candidate = new float[base.length];
        for (int j = 0; j < candidate.length; j++) {
            candidate[j] = (float) (base[j] + values[j] * probe);
            float whole = (float) (base[j] + values[j] * unit);
            if (!(Math.abs(candidate[j]) <= Float.MAX_VALUE && Math.abs(whole) <= Float.MAX_VALUE)) {
                return null;
            }
        }
        return candidate;
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
