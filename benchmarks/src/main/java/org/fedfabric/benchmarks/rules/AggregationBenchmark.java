package org.fedfabric.benchmarks.rules;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.fedfabric.benchmarks.engine.EngineModel;
import org.fedfabric.benchmarks.measure.Benchmark;
import org.fedfabric.benchmarks.measure.Comparison;
import org.fedfabric.benchmarks.measure.Contender;
import org.fedfabric.benchmarks.measure.Figure;
import org.fedfabric.benchmarks.measure.OwnWork;
import org.fedfabric.benchmarks.measure.Setting;
import org.fedfabric.protocol.aggregation.WeightedMean;
import org.fedfabric.protocol.aggregation.WeightedUpdate;
import org.fedfabric.protocol.ledger.Contributor;

/** The weighted mean of updates that every endorser recomputes. The baseline copies the same updates once. */
public final class AggregationBenchmark implements Benchmark {
    /** Different updates in memory; further contributors repeat them. 8 of 1.6 million values are beyond any cache. */
    private static final int DIFFERENT = 8;

    /** The benchmark. */
    public AggregationBenchmark() {}

    @Override
    public List<Figure> run(Setting setting) throws IOException {
        List<Figure> figures = new ArrayList<>();
        for (String name : List.of("small-cnn", "mcmahan-cnn")) {
            SampleTask task = SampleTask.of(EngineModel.images(name));
            int[][] values = new int[DIFFERENT][];
            for (int i = 0; i < DIFFERENT; i++) {
                values[i] = task.values(i);
            }
            for (int contributors : new int[] {10, 100}) {
                List<WeightedUpdate> updates = new ArrayList<>();
                for (int i = 0; i < contributors; i++) {
                    updates.add(new WeightedUpdate(values[i % DIFFERENT], Contributor.WHOLE, SampleTask.ROWS_LOG2));
                }
                figures.add(Figure.time(
                        String.format("mean of %d updates of %,d values", contributors, task.count()),
                        "ms",
                        1e3,
                        "copying the updates",
                        Comparison.of(
                                new OwnWork(() -> WeightedMean.next(task.spec(), task.base(), updates)),
                                copying(updates, task.count()),
                                setting)));
            }
        }
        return figures;
    }

    private static Contender copying(List<WeightedUpdate> updates, int count) {
        int[] target = new int[count];
        return new OwnWork(() -> updates.forEach(update -> System.arraycopy(update.values(), 0, target, 0, count)));
    }
}
