package org.fedfabric.experiments.execution;

import java.util.List;
import org.fedfabric.experiments.run.RunSettings;
import org.fedfabric.protocol.model.NamedModels;
import org.fedfabric.protocol.model.Shape;

/**
 * How long a run will take, roughly: multiply-adds of training, judging and measuring by the speeds of one core, and the
 * ledger's part. Good to a factor of two between machines; once versions have been published, {@link TimeLeft} uses only how
 * runs compare.
 */
public final class Cost {
    /** What a training step reaches on small networks, forwards and backwards, multiply-adds a second and core. */
    private static final double TRAINING_SPEED = 1e10;

    /** The same on large ones, whose products keep a core busier. */
    private static final double LARGE_TRAINING_SPEED = 2e10;

    private static final double LARGE = 1e6;

    /** Judging: plain Java in a fixed order. */
    private static final double JUDGING_SPEED = 4e9;

    /** A training step goes forwards once and backwards for inputs and for weights. */
    private static final int PASSES = 3;

    /** An updated model and its base, or its opposite. */
    private static final int JUDGING_PASSES = 2;

    /** Submission of one update with its endorsements, and its share of Close and Advance, in seconds. */
    private static final double LEDGER_SECONDS = 0.012;

    /** Start of a network and enrolment of one participant, in seconds. */
    private static final double START_SECONDS = 2;

    private static final double ENROLMENT_SECONDS = 0.01;

    private static final int MNIST_ROWS = 60_000;
    private static final int OTHER_ROWS = 10_000;
    private static final int TEST_ROWS = 10_000;
    private static final int MNIST_SIDE = 28;
    private static final int MNIST_CLASSES = 10;

    /** What a table has once it is encoded: any network for it is small. */
    private static final int TABLE_COLUMNS = 16;

    private Cost() {}

    /** Seconds of a version on so many cores. */
    public static double versionSeconds(RunSettings run, int cores) {
        boolean images = run.dataset().equals("mnist");
        long rows = run.trainingRows() > 0 ? run.trainingRows() : images ? MNIST_ROWS : OTHER_ROWS;
        double each = NamedModels.forName(
                        run.model(),
                        images ? new Shape(MNIST_SIDE, MNIST_SIDE, 1) : Shape.flat(TABLE_COLUMNS),
                        images ? MNIST_CLASSES : 2)
                .multiplyAdds();
        double training = (double) PASSES * run.selected() * run.training().epochs() * rows / run.participants() * each;
        double judging = (double) JUDGING_PASSES * run.selected() * run.validationRows() * each;
        double measuring = (double) TEST_ROWS / run.evaluateEvery() * each;
        double speed = each > LARGE ? LARGE_TRAINING_SPEED : TRAINING_SPEED;
        return ((training + measuring) / speed + judging / JUDGING_SPEED) / cores + LEDGER_SECONDS * run.selected();
    }

    /** Seconds of a run on so many cores, if it goes to its last version. */
    public static double runSeconds(RunSettings run, int cores) {
        return START_SECONDS + ENROLMENT_SECONDS * run.participants() + run.versions() * versionSeconds(run, cores);
    }

    /** Seconds of runs one after the other. */
    public static double seconds(List<RunSettings> runs, int cores) {
        return runs.stream().mapToDouble(run -> runSeconds(run, cores)).sum();
    }
}
