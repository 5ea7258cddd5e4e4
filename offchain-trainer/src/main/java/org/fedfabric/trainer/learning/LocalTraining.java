package org.fedfabric.trainer.learning;

import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.data.DataSchema;
import org.fedfabric.protocol.data.FeatureRows;
import org.fedfabric.protocol.model.ModelSpec;
import org.fedfabric.protocol.task.Training;

/**
 * A participant's training on its own rows: epochs of mini-batches in an order drawn anew for each epoch, from the base
 * version's parameters. The last batch of an epoch holds the rest of the rows. A batch's loss is the mean over its
 * examples, each weighted by its class's weight in the data schema ({@code Σ w·loss / Σ w}). Momentum and Adam start
 * with empty memory.
 *
 * <p>One thread computes; several may train different participants at once without changing anything. Equal arguments
 * give equal bits on the same machine: OpenBLAS picks its kernels by processor, so another one may round differently.
 */
public final class LocalTraining {
    private final Training training;
    private final FeatureRows rows;
    private final Network network;
    private final SoftmaxLoss loss;
    private final Optimiser optimiser;
    private final long stepsInAll;
    private long steps;

    private LocalTraining(Training training, DataSchema schema, FeatureRows rows, Network network) {
        this.training = training;
        this.rows = rows;
        this.network = network;
        this.loss = new SoftmaxLoss(network.logits(), schema);
        this.optimiser = Optimiser.of(training, network);
        this.stepsInAll = (long) training.epochs() * ((rows.rows() - 1) / training.batch() + 1);
    }

    /**
     * Does ahead what the first training of a model would do first, about 0.2 s: load the native library, make the
     * workspace. A trainer calls it while it waits to be selected.
     */
    public static void prepare(ModelSpec model) {
        NetworkPool.SHARED.give(NetworkPool.SHARED.take(model));
    }

    /**
     * Trains.
     *
     * @param base parameters to start from, left as they are
     * @param shuffleSeed decides the order of rows and dropout's masks; no secret, and no use where privacy asks for
     *     secret sampling
     * @throws TrainingDivergedException if loss or parameters do not stay finite
     */
    public static TrainingResult run(
            ModelSpec model,
            Training training,
            DataSchema schema,
            FeatureRows rows,
            float[] base,
            long shuffleSeed,
            ProgressListener listener) {
        long start = System.nanoTime();
        requireFit(model, schema, rows, base);
        Network network = NetworkPool.SHARED.take(model);
        network.load(base);
        LocalTraining run = new LocalTraining(training, schema, rows, network);
        double meanLoss = run.epochs(shuffleSeed, listener);
        float[] parameters = network.store();
        run.requireFinite(parameters);
        NetworkPool.SHARED.give(network); // one that diverged is dropped, with all that is not finite in its workspace
        return new TrainingResult(parameters, meanLoss, run.steps, System.nanoTime() - start);
    }

    private static void requireFit(ModelSpec model, DataSchema schema, FeatureRows rows, float[] base) {
        Checks.require(rows.rows() > 0, "A training needs at least one row", rows.rows());
        Checks.require(
                rows.width() == model.input().size(),
                "Rows must have the " + model.input().size() + " features the model takes",
                rows.width());
        Checks.require(
                schema.classes().size() == model.classes(),
                "The data schema must have the model's " + model.classes() + " classes",
                schema.classes().size());
        Checks.require(
                base.length == model.parameterCount(),
                "The model must have " + model.parameterCount() + " parameters",
                base.length);
        for (int label : rows.labels()) {
            Checks.inRange(label, 0, model.classes() - 1, "a row's label");
        }
    }

    private double epochs(long shuffleSeed, ProgressListener listener) {
        TrainingRandom random = network.random();
        random.restart(shuffleSeed);
        int[] order = new int[rows.rows()];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        double meanLoss = 0;
        for (int epoch = 1; epoch <= training.epochs(); epoch++) {
            random.shuffle(order);
            meanLoss = epoch(order);
            listener.epochFinished(epoch, meanLoss);
        }
        return meanLoss;
    }

    private double epoch(int[] order) {
        double lossSum = 0;
        double weightSum = 0;
        for (int from = 0; from < order.length; from += training.batch()) {
            int to = Math.min(order.length, from + training.batch());
            double weight = 0;
            for (int i = from; i < to; i++) {
                weight += loss.weight(rows.labels()[order[i]]);
            }
            lossSum += step(order, from, to, weight);
            weightSum += weight;
        }
        return lossSum / weightSum;
    }

    /** One step on the rows {@code order[from … to − 1]}; returns the sum of their weighted losses. */
    private double step(int[] order, int from, int to, double weight) {
        steps++;
        double sum = 0;
        for (int part = from; part < to; part += network.capacity()) {
            int n = Math.min(network.capacity(), to - part);
            network.forward(rows, order, part, n, /* training= */ true);
            sum += loss.backward(n, rows.labels(), order, part, weight);
            network.backward(n, optimiser.sink(part == from));
        }
        if (!Double.isFinite(sum)) {
            throw diverged("The loss");
        }
        optimiser.step();
        return sum;
    }

    private void requireFinite(float[] parameters) {
        for (float parameter : parameters) {
            if (!Float.isFinite(parameter)) {
                throw diverged("Every parameter");
            }
        }
    }

    private TrainingDivergedException diverged(String what) {
        return new TrainingDivergedException(what, steps, stepsInAll, training.rateMicros() / 1e6);
    }
}
