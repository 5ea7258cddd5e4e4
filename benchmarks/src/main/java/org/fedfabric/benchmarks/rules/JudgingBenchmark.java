package org.fedfabric.benchmarks.rules;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.fedfabric.benchmarks.engine.BareProducts;
import org.fedfabric.benchmarks.engine.EngineModel;
import org.fedfabric.benchmarks.measure.Benchmark;
import org.fedfabric.benchmarks.measure.Comparison;
import org.fedfabric.benchmarks.measure.Contender;
import org.fedfabric.benchmarks.measure.Figure;
import org.fedfabric.benchmarks.measure.OwnWork;
import org.fedfabric.benchmarks.measure.Setting;
import org.fedfabric.protocol.data.FeatureRows;
import org.fedfabric.protocol.judging.Judge;
import org.fedfabric.protocol.ledger.Verdict;
import org.fedfabric.protocol.model.ForwardPass;
import org.fedfabric.protocol.update.UpdateBlob;
import org.fedfabric.protocol.update.UpdateHeader;

/**
 * What judging an update on 500 rows costs an endorser, and the forward pass in it, which has the same bits on every
 * machine and therefore no native library. The baseline is what a native library needs for the products alone.
 */
public final class JudgingBenchmark implements Benchmark {
    private static final int ROWS = 500;

    /** The benchmark. */
    public JudgingBenchmark() {}

    @Override
    public List<Figure> run(Setting setting) throws IOException {
        List<Figure> figures = new ArrayList<>();
        for (String name : List.of("small-cnn", "2nn")) {
            SampleTask task = SampleTask.of(EngineModel.images(name));
            FeatureRows rows = task.model().rows(ROWS);
            BareProducts products = new BareProducts(task.model().spec());
            Contender bare = products.forward(ROWS, 1);
            ForwardPass pass = ForwardPass.of(task.model().spec());
            figures.add(Figure.time(
                    "forward pass of protocol, " + name + ", 500 rows",
                    "ms",
                    1e3,
                    products.name(),
                    Comparison.of(new OwnWork(() -> pass.logits(task.base(), rows.features(), ROWS)), bare, setting)));
            figures.add(Figure.time(
                    "judging one update, " + name + ", 500 rows",
                    "ms",
                    1e3,
                    products.name(),
                    Comparison.of(judging(task, rows), bare, setting)));
        }
        return figures;
    }

    private static Contender judging(SampleTask task, FeatureRows rows) {
        Judge judge = new Judge(task.spec(), rows);
        UpdateHeader header = task.header();
        byte[] update = UpdateBlob.encode(header, task.values(1));
        long baseScore = judge.scoreMicros(task.base());
        return new OwnWork(() -> {
            Verdict verdict = judge.judge(update, header, task.base(), baseScore, SampleTask.ROWS_LOG2);
            if (verdict.outcome() != Verdict.Outcome.INCLUDED) {
                throw new IllegalStateException(
                        "A sample update must pass, or no forward pass is measured: " + verdict);
            }
        });
    }
}
