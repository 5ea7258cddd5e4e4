package org.fedfabric.trainer.terms;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.protocol.canonical.Digests;
import org.fedfabric.protocol.data.DataSchema;
import org.fedfabric.protocol.model.ModelBlob;
import org.fedfabric.protocol.model.ModelSpec;
import org.fedfabric.protocol.model.SeededParameters;
import org.fedfabric.protocol.privacy.NoiseBounds;
import org.fedfabric.protocol.privacy.Sensitivity;
import org.fedfabric.protocol.task.Aggregation;
import org.fedfabric.protocol.task.Evaluation;
import org.fedfabric.protocol.task.InitialModel;
import org.fedfabric.protocol.task.Privacy;
import org.fedfabric.protocol.task.Protection;
import org.fedfabric.protocol.task.Quantisation;
import org.fedfabric.protocol.task.Quotas;
import org.fedfabric.protocol.task.ReputationRule;
import org.fedfabric.protocol.task.Schedule;
import org.fedfabric.protocol.task.Selection;
import org.fedfabric.protocol.task.TaskSpec;
import org.fedfabric.protocol.task.Tier;
import org.fedfabric.protocol.task.Training;
import org.fedfabric.protocol.task.UpdateCheck;
import org.fedfabric.protocol.task.ValidationSet;

/**
 * What a requester decides for a synchronous plain task.
 *
 * @param name the task's name
 * @param model the network
 * @param data what a row is
 * @param validation the rows that endorsers judge with
 * @param training what participants run
 * @param selection who trains
 * @param check how updates are judged
 * @param clipNorm L2 norm an update is clipped to
 * @param maxRowsLog2 bucket of rows at which a participant's weight is whole
 * @param versions versions to publish
 * @param quorum submissions below which a version does not count
 * @param deadlineSeconds how long a version waits
 * @param minEnterprises enterprises that each version's updates must come from
 * @param seed start of initial weights and of the beacon
 * @param privacy noise on every update, and the δ at which its ε is stated
 * @param simulation whether the noise is drawn from the task's seed: it can be repeated, and protects nobody
 * @param evaluation whether members may report scores on rows of their own
 * @param aggregation how included updates become the next version
 */
public record TaskDraft(
        String name,
        ModelSpec model,
        DataSchema data,
        ValidationSet validation,
        Training training,
        Selection selection,
        UpdateCheck check,
        double clipNorm,
        int maxRowsLog2,
        int versions,
        int quorum,
        int deadlineSeconds,
        int minEnterprises,
        long seed,
        Privacy privacy,
        boolean simulation,
        Evaluation evaluation,
        Aggregation aggregation) {
    /** Steps per unit: 2^16. An update's rounding error is then below 1e-5 per parameter. */
    private static final int SCALE_BITS = 16;

    /** The ledger refuses a task whose updates with their noise have larger squared norms ({@code SpecChecks}). */
    private static final double MOST_SQUARED_NORM = (1L << 62) - 1;

    private static final int VALUE_BITS = 32;

    /**
     * κ = 0.3, τ = 0.7: one rejection takes a newcomer from 0.5 to 0.294, below the eligibility of 0.3, while a member with
     * two inclusions stays above it. The first version is where a spoilt update is told from an honest one with certainty:
     * measured over six seeds of generated data and two of MNIST, the whole flipped update raises the loss by 1.1 to 9 nats
     * there and an honest one by at most 0.43, against 0.05 and 0.35 in later versions, where one update alone proves little.
     */
    private static final ReputationRule FIRST_COUNTS = new ReputationRule(300_000, 700_000, 900_000);

    /**
     * Where participants hold few classes, one honest update in fifty is refused at any time: the first rejection takes a
     * newcomer to 0.3125, still eligible, the second in a row to 0.234.
     */
    private static final ReputationRule SECOND_COUNTS = ReputationRule.defaults();

    /** A draft without noise, put together by the weighted mean. */
    public TaskDraft(
            String name,
            ModelSpec model,
            DataSchema data,
            ValidationSet validation,
            Training training,
            Selection selection,
            UpdateCheck check,
            double clipNorm,
            int maxRowsLog2,
            int versions,
            int quorum,
            int deadlineSeconds,
            int minEnterprises,
            long seed) {
        this(
                name,
                model,
                data,
                validation,
                training,
                selection,
                check,
                clipNorm,
                maxRowsLog2,
                versions,
                quorum,
                deadlineSeconds,
                minEnterprises,
                seed,
                Privacy.none(),
                false,
                Evaluation.NONE,
                Aggregation.weightedMean());
    }

    /** This draft with noise. */
    public TaskDraft with(Privacy noise, boolean seeded) {
        return with(noise, seeded, evaluation, aggregation);
    }

    /** This draft with another rule on the scores of members' own rows. */
    public TaskDraft evaluating(Evaluation rule) {
        return with(privacy, simulation, rule, aggregation);
    }

    /** This draft with another aggregation. */
    public TaskDraft aggregating(Aggregation by) {
        return with(privacy, simulation, evaluation, by);
    }

    private TaskDraft with(Privacy noise, boolean seeded, Evaluation rule, Aggregation by) {
        return new TaskDraft(
                name,
                model,
                data,
                validation,
                training,
                selection,
                check,
                clipNorm,
                maxRowsLog2,
                versions,
                quorum,
                deadlineSeconds,
                minEnterprises,
                seed,
                noise,
                seeded,
                rule,
                by);
    }

    /** The initial model's parameters, as its seed gives them. */
    public float[] initialParameters() {
        return SeededParameters.draw(model, seed);
    }

    /** The complete terms. */
    public TaskSpec toSpec() {
        String cid = Cid.of(ModelBlob.encode(model, initialParameters())).toString();
        return new TaskSpec(
                TaskSpec.SCHEMA,
                name,
                TaskSpec.RULES,
                model,
                data,
                new InitialModel.Seeded(seed, cid),
                training,
                selection,
                check,
                aggregation,
                quantisation(),
                Schedule.synchronous(versions, quorum, deadlineSeconds),
                new Quotas(0, minEnterprises),
                check.rule().isForFewClasses() ? SECOND_COUNTS : FIRST_COUNTS,
                privacy,
                Protection.PLAIN,
                Tier.FLAT,
                validation,
                evaluation,
                null,
                beaconStart(seed),
                simulation);
    }

    /** 2^16 steps per unit, or as many fewer as it takes that noise stays within the width of a value. */
    private Quantisation quantisation() {
        for (int scaleBits = SCALE_BITS; ; scaleBits--) {
            Quantisation tried = new Quantisation(Math.round(clipNorm * 1e6), scaleBits, VALUE_BITS, maxRowsLog2);
            if (scaleBits == 0 || privacy.mechanism() == Privacy.Mechanism.NONE || holdsNoise(tried)) {
                return tried;
            }
        }
    }

    /** Whether no value of an update of whole weight is cut off, but for one in 10⁶ updates, and its squared norm can be summed. */
    private boolean holdsNoise(Quantisation tried) {
        Sensitivity sensitivity = Sensitivity.of(tried, model.parameterCount(), maxRowsLog2);
        return NoiseBounds.largestValue(sensitivity, privacy) <= tried.maxMagnitude()
                && NoiseBounds.squaredNorm(sensitivity, privacy) <= MOST_SQUARED_NORM;
    }

    /** A beacon's start for a small seed: SHA-256 of a fixed text and the eight bytes of the seed. */
    private static String beaconStart(long seed) {
        byte[] number = ByteBuffer.allocate(Long.BYTES).putLong(seed).array();
        return HexFormat.of()
                .formatHex(Digests.sha256(
                        "fedfabric beacon".getBytes(java.nio.charset.StandardCharsets.US_ASCII), number));
    }
}
