package org.fedfabric.benchmarks.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.fedfabric.benchmarks.measure.Benchmark;
import org.fedfabric.benchmarks.measure.Comparison;
import org.fedfabric.benchmarks.measure.Contender;
import org.fedfabric.benchmarks.measure.Figure;
import org.fedfabric.benchmarks.measure.OwnWork;
import org.fedfabric.benchmarks.measure.Setting;
import org.fedfabric.benchmarks.measure.Target;
import org.fedfabric.protocol.data.DataSchema;
import org.fedfabric.protocol.data.FeatureRows;
import org.fedfabric.protocol.task.Training;
import org.fedfabric.trainer.learning.LocalTraining;
import org.fedfabric.trainer.learning.Predictor;
import org.fedfabric.trainer.learning.ProgressListener;

/**
 * Training steps and forward passes of one network on one thread, in examples a second of processor time. Training goes
 * through {@link LocalTraining}, with the shuffling and gathering of rows that PyTorch's side is spared.
 */
public final class EngineBenchmark implements Benchmark {
    private static final List<Integer> BATCHES = List.of(10, 64);

    private static final String EXAMPLES = "examples/s";

    private final EngineModel model;
    private final double target;

    /**
     * Measures one network.
     *
     * @param target how many times as fast as PyTorch a training step is meant to be; 0 for no target
     */
    public EngineBenchmark(EngineModel model, double target) {
        this.model = model;
        this.target = target;
    }

    @Override
    public List<Figure> run(Setting setting) throws IOException {
        try (Opponent opponent = Opponent.open(model, setting)) {
            List<Figure> figures = new ArrayList<>();
            for (int batch : BATCHES) {
                figures.add(training(batch, opponent, setting));
            }
            figures.add(forward(opponent, setting));
            return figures;
        }
    }

    private Figure training(int batch, Opponent opponent, Setting setting) throws IOException {
        FeatureRows rows = model.rows(setting.windowSeconds() > 0 ? model.rowsPerRun() : 2 * batch);
        Training training = new Training(1, batch, Training.Optimiser.SGD, 1_000, 0);
        DataSchema schema = model.schema();
        float[] base = model.parameters();
        Contender ours = new OwnWork(() -> LocalTraining.run(
                model.spec(), training, schema, rows, base, /* shuffleSeed= */ 1, ProgressListener.NONE));
        Contender theirs = opponent.training(batch, rows.rows() / batch);
        Figure figure = Figure.rate(
                model.name() + ", training step, batch " + batch,
                EXAMPLES,
                rows.rows(),
                opponent.name(),
                Comparison.of(ours, theirs, setting));
        return target == 0 || !opponent.isTorch()
                ? figure
                : figure.aimedAt(Target.ratioAtLeast(target, figure.ratio()));
    }

    private Figure forward(Opponent opponent, Setting setting) throws IOException {
        int batch = BATCHES.get(1);
        FeatureRows rows = model.rows(setting.windowSeconds() > 0 ? model.rowsPerRun() : 2 * batch);
        float[] parameters = model.parameters();
        try (Predictor predictor = new Predictor(model.spec())) {
            Contender ours = new OwnWork(() -> predictor.logits(parameters, rows.features(), rows.rows()));
            Contender theirs = opponent.forward(batch, rows.rows() / batch);
            return Figure.rate(
                    model.name() + ", forward, batch " + batch,
                    EXAMPLES,
                    rows.rows(),
                    opponent.name(),
                    Comparison.of(ours, theirs, setting));
        }
    }
}
