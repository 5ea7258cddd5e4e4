package org.fedfabric.experiments.run;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.canonical.Digests;
import org.fedfabric.protocol.model.NamedModels;
import org.fedfabric.protocol.task.ContributionRule;
import org.fedfabric.protocol.task.Selection;
import org.fedfabric.protocol.task.TaskSpec;
import org.fedfabric.protocol.task.Training;
import org.fedfabric.protocol.task.UpdateCheck;
import org.fedfabric.protocol.task.ValidationSet;
import org.fedfabric.trainer.terms.TaskDraft;

/** Turns a run's settings into its task's terms. */
final class RunTerms {
    /** Every run has a ledger of its own, so one name does for all. */
    static final String TASK = "run";

    /** The task that attackers earn a name in. */
    static final String SHAM = "sham";

    /** With eight included updates (r = 4.6) more is brought along than counts. */
    private static final int SHAM_VERSIONS = 8;

    /** Two enterprises that are friends. */
    private static final int SHAM_QUORUM = 2;

    /** 2^14: with 2^16 steps per unit the largest bound a task can have. No honest update of these models comes near it. */
    private static final double WIDE_CLIP_NORM = 16_384;

    /** All rows in one step: more than any participant here has. */
    private static final int WHOLE_BATCH = 65_536;

    /** A year: no version of a run ends by its deadline, not even one that was killed and is taken up again much later. */
    private static final int DEADLINE_SECONDS = 31_536_000;

    /** Attacks that want a reward rather than harm: no check refuses their updates, only their worth tells. */
    private static final Set<String> FREE_RIDES = Set.of("free-rider", "free-rider-noise", "copier", "size-liar");

    private RunTerms() {}

    /** The terms. */
    static TaskSpec of(RunSettings settings, RunData data) {
        int classes = data.schema().classes().size();
        Defence defence = Defence.of(
                settings, NamedModels.forName(settings.model(), data.schema().shape(), classes));
        double clipNorm = clipNorm(settings, defence);
        TaskDraft draft = new TaskDraft(
                        TASK,
                        NamedModels.forName(settings.model(), data.schema().shape(), classes),
                        data.schema(),
                        new ValidationSet(
                                Cid.of(data.validation()).text(), data.validation().length, settings.validationRows()),
                        training(settings.training()),
                        selection(settings),
                        defence.check(),
                        clipNorm,
                        data.largestRowsLog2(),
                        settings.versions(),
                        defence.quorum(settings),
                        DEADLINE_SECONDS,
                        defence.minEnterprises(settings.enterprises()),
                        settings.seed())
                .aggregating(defence.aggregation());
        return draft.with(
                        RunNoise.of(settings, data, draft.toSpec()),
                        settings.noise().isPresent())
                .toSpec()
                .committedTo(testCommitment(settings, data))
                .measuring(contribution(settings));
    }

    /** Costs a scoring for each update, so it is measured where somebody wants a reward for nothing. */
    private static ContributionRule contribution(RunSettings settings) {
        boolean somebodyTakesPartForNothing = settings.attack()
                .filter(attack -> FREE_RIDES.contains(attack.kind()))
                .isPresent();
        return somebodyTakesPartForNothing ? new ContributionRule.LeaveOneOut() : null;
    }

    /**
     * Terms of a task that proves nothing: all of its members in every version, and updates of nothing, which no check
     * refuses.
     */
    static TaskSpec sham(RunSettings settings, RunData data) {
        int classes = data.schema().classes().size();
        return new TaskDraft(
                        SHAM,
                        NamedModels.forName(settings.model(), data.schema().shape(), classes),
                        data.schema(),
                        new ValidationSet(
                                Cid.of(data.validation()).text(), data.validation().length, settings.validationRows()),
                        training(settings.training()),
                        Selection.all(),
                        UpdateCheck.crossEntropy(),
                        WIDE_CLIP_NORM,
                        data.largestRowsLog2(),
                        SHAM_VERSIONS,
                        SHAM_QUORUM,
                        DEADLINE_SECONDS,
                        SHAM_QUORUM,
                        settings.seed())
                .toSpec();
    }

    /** SHA-256(salt ‖ CID) of the test rows, as {@code task:RevealTest} checks it. */
    private static String testCommitment(RunSettings settings, RunData data) {
        return Digests.sha256Hex(testSalt(settings), Cid.of(data.test()).text().getBytes(StandardCharsets.UTF_8));
    }

    /** What the commitment to the test rows is salted with. */
    static byte[] testSalt(RunSettings settings) {
        return new Seeds(settings.seed()).bytes("test salt", 0, TASK);
    }

    private static Training training(RunSettings.LocalWork work) {
        return new Training(
                work.epochs(),
                work.batch() == 0 ? WHOLE_BATCH : work.batch(),
                Training.Optimiser.SGD,
                Math.round(work.rate() * 1e6),
                Math.round(work.momentum() * 1e6));
    }

    private static Selection selection(RunSettings settings) {
        Selection.Policy policy = switch (settings.selection()) {
            case "ranked" -> Selection.Policy.RANKED;
            case "weighted" -> Selection.Policy.WEIGHTED;
            case "random" -> Selection.Policy.RANDOM;
            default ->
                throw new IllegalArgumentException(
                        "selection must be ranked, weighted or random. Provided value: " + settings.selection());
        };
        Selection all = Selection.all();
        return new Selection(
                policy,
                settings.selected(),
                all.permille(),
                all.explorationPermille(),
                all.assessmentWeightMicros(),
                all.typeWeightMicros(),
                all.sizeWeightMicros(),
                all.qualityWeightMicros(),
                all.minReputationMicros());
    }

    private static double clipNorm(RunSettings settings, Defence defence) {
        double asked = settings.training().clipNorm();
        if (settings.noise().isPresent()) {
            Checks.require(asked > 0, "A run with noise must have a clipNorm above 0: noise is made for it", asked);
            return asked;
        }
        return asked == 0 || !defence.bounded() ? WIDE_CLIP_NORM : asked;
    }
}
