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
import org.fedfabric.protocol.aggregation.AggregationRule;
import org.fedfabric.protocol.aggregation.WeightedUpdate;
import org.fedfabric.protocol.ledger.Contributor;
import org.fedfabric.protocol.task.Aggregation;

/**
 * What puts updates together, which every endorser recomputes: the weighted mean of ten and a hundred updates, every other
 * rule on ten. The baseline copies the same updates once.
 */
public final class AggregationBenchmark implements Benchmark {
    /** Different updates in memory; further contributors repeat them. 8 of 1.6 million values are beyond any cache. */
    private static final int DIFFERENT = 8;

    /** Rows of the root update that FLTRUST trains. */
    private static final int VALIDATION_ROWS = 200;

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
                                aggregating(name, Aggregation.Rule.WEIGHTED_MEAN, updates),
                                copying(updates, task.count()),
                                setting)));
                if (contributors == 10) {
                    figures.addAll(others(name, task, updates, setting));
                }
            }
        }
        return figures;
    }

    private static List<Figure> others(String name, SampleTask task, List<WeightedUpdate> updates, Setting setting)
            throws IOException {
        List<Figure> figures = new ArrayList<>();
        for (Aggregation.Rule rule : Aggregation.Rule.values()) {
            // The root update of the larger network takes more than Create allows.
            boolean dear = rule == Aggregation.Rule.FLTRUST && !name.equals("small-cnn");
            if (rule != Aggregation.Rule.WEIGHTED_MEAN && !dear) {
                figures.add(Figure.time(
                        String.format("%s of %d updates of %,d values", rule, updates.size(), task.count()),
                        "ms",
                        1e3,
                        "copying the updates",
                        Comparison.of(aggregating(name, rule, updates), copying(updates, task.count()), setting)));
            }
        }
        return figures;
    }

    private static Contender aggregating(String name, Aggregation.Rule rule, List<WeightedUpdate> updates) {
        SampleTask task = SampleTask.of(EngineModel.images(name), Aggregation.of(rule));
        AggregationRule aggregation =
                AggregationRule.of(task.spec(), () -> task.model().rows(VALIDATION_ROWS));
        return new OwnWork(() -> aggregation.next(task.base(), updates));
    }

    private static Contender copying(List<WeightedUpdate> updates, int count) {
        int[] target = new int[count];
        return new OwnWork(() -> updates.forEach(update -> System.arraycopy(update.values(), 0, target, 0, count)));
    }
}
