package org.fedfabric.experiments.run;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.experiments.adversary.Adversaries;
import org.fedfabric.experiments.adversary.Adversary;
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

    /** The task that the requester of the run's own has run before, if it asks for opinions: all took part honestly. */
    static final String PAST = "past";

    /** The task whose verdicts speak ill of the honest. */
    static final String SLANDER = "slander";

    /** Two rejections are enough to end below what selection asks for. */
    private static final int EARLIER_VERSIONS = 2;

    /** What {@code fedfabric task create} takes for whole weight, 2^16 rows, where its caller says nothing. */
    private static final int USUAL_ROWS_LOG2 = 16;

    /** With eight included updates (r = 4.6) more is brought along than counts. */
    private static final int SHAM_VERSIONS = 8;

    /** Refuses whatever makes the rows it judges with any worse. */
    private static final UpdateCheck STRICT =
            new UpdateCheck(UpdateCheck.Rule.RELATIVE, UpdateCheck.Metric.CROSS_ENTROPY, 1_000_000, 0, 0);

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
                        maxRowsLog2(settings, data),
                        settings.versions(),
                        defence.quorum(settings),
                        DEADLINE_SECONDS,
                        defence.minEnterprises(settings.enterprises()),
                        settings.seed())
                .aggregating(defence.aggregation());
        TaskSpec spec = draft.with(
                        RunNoise.of(settings, data, draft.toSpec()),
                        settings.noise().isPresent())
                .toSpec()
                .committedTo(testCommitment(settings, data))
                .measuring(contribution(settings));
        return slandered(settings) ? spec.remembering(spec.reputation().withOpinions(List.of(PAST, SLANDER))) : spec;
    }

    /** Whether opinions count, and attackers have seen to it that some are false. */
    static boolean slandered(RunSettings settings) {
        return settings.attack()
                .filter(attack -> Adversaries.identities(attack.kind()) == Adversary.Identities.SLANDERING)
                .isPresent();
    }

    /**
     * Which enterprise requests a task: the first, except that slander is another's, who else would be the one whose opinion
     * counts in full.
     */
    static int requester(String task) {
        return task.equals(SLANDER) ? 1 : 0;
    }

    /** Rows that weigh one whole: as many as anybody has, unless somebody lies about it; a lie needs room to be one. */
    private static int maxRowsLog2(RunSettings settings, RunData data) {
        boolean lie = settings.attack()
                .filter(attack -> Adversaries.claimsMoreRows(attack.kind()))
                .isPresent();
        return lie ? Math.max(USUAL_ROWS_LOG2, data.largestRowsLog2()) : data.largestRowsLog2();
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
        return earlier(SHAM, SHAM_VERSIONS, SHAM_QUORUM, UpdateCheck.crossEntropy(), data.validation(), settings, data);
    }

    /** Terms of an honest task that the run's requester has run before, with all members. */
    static TaskSpec past(RunSettings settings, RunData data) {
        Defence usual = Defence.of(
                settings,
                NamedModels.forName(
                        settings.model(),
                        data.schema().shape(),
                        data.schema().classes().size()));
        return earlier(PAST, EARLIER_VERSIONS, SHAM_QUORUM, usual.check(), data.validation(), settings, data);
    }

    /**
     * Terms of a task with all members whose rows are labelled falsely: it refuses whatever does not help on those. No other
     * enterprise than its requester's friends need be among the included.
     *
     * @param validation rows labelled falsely, in byte form
     */
    static TaskSpec slander(RunSettings settings, RunData data, byte[] validation) {
        return earlier(SLANDER, EARLIER_VERSIONS, 1, STRICT, validation, settings, data);
    }

    private static TaskSpec earlier(
            String name,
            int versions,
            int minEnterprises,
            UpdateCheck check,
            byte[] validation,
            RunSettings settings,
            RunData data) {
        int classes = data.schema().classes().size();
        return new TaskDraft(
                        name,
                        NamedModels.forName(settings.model(), data.schema().shape(), classes),
                        data.schema(),
                        new ValidationSet(Cid.of(validation).text(), validation.length, settings.validationRows()),
                        training(settings.training()),
                        Selection.all(),
                        check,
                        WIDE_CLIP_NORM,
                        data.largestRowsLog2(),
                        versions,
                        SHAM_QUORUM,
                        DEADLINE_SECONDS,
                        minEnterprises,
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
        return Selection.all().withPolicy(policy).withCount(settings.selected());
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
