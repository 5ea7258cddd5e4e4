package org.fedfabric.benchmarks.start;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.fedfabric.benchmarks.engine.TorchStart;
import org.fedfabric.benchmarks.ledger.RunningNetwork;
import org.fedfabric.benchmarks.measure.Benchmark;
import org.fedfabric.benchmarks.measure.Figure;
import org.fedfabric.benchmarks.measure.Jvm;
import org.fedfabric.benchmarks.measure.Setting;
import org.fedfabric.benchmarks.measure.Spread;
import org.fedfabric.benchmarks.measure.Target;

/** From the command to a network of three enterprises that is ready, and from the command to the first training step. */
public final class StartBenchmark implements Benchmark {
    private static final double NETWORK_SECONDS = 3;
    private static final long DEADLINE_SECONDS = 120;
    private static final String BARE_JVM = "java -version";

    /** The benchmark. */
    public StartBenchmark() {}

    @Override
    public List<Figure> run(Setting setting) throws IOException, InterruptedException {
        double[] first = new double[setting.windows()];
        double[] processor = new double[setting.windows()];
        double[] again = new double[setting.windows()];
        double[] bare = new double[setting.windows()];
        for (int i = 0; i < setting.windows(); i++) {
            try (RunningNetwork network = RunningNetwork.create(setting.root())) {
                first[i] = network.up();
                processor[i] = network.processorTime().toMillis() / 1e3;
                network.down();
                again[i] = network.up();
            }
            bare[i] = seconds(List.of(Jvm.executable(), "-version"));
        }
        List<Figure> figures = new ArrayList<>();
        Spread fresh = Spread.of(first);
        figures.add(Figure.times("network of 3 enterprises ready, new", "s", fresh, BARE_JVM, Spread.of(bare))
                .aimedAt(Target.below(NETWORK_SECONDS, "s", fresh.median())));
        figures.add(
                Figure.times("its processor time until then", "s", Spread.of(processor), BARE_JVM, Spread.of(bare)));
        figures.add(Figure.times(
                "network of 3 enterprises ready, again", "s", Spread.of(again), BARE_JVM, Spread.of(bare)));
        figures.add(firstStep(setting));
        return figures;
    }

    static Figure firstStep(Setting setting) throws IOException, InterruptedException {
        double[] ours = new double[setting.windows()];
        double[] theirs = new double[setting.windows()];
        for (int i = 0; i < setting.windows(); i++) {
            ours[i] = seconds(Jvm.like(FirstStep.class));
            theirs[i] = setting.python().isPresent()
                    ? TorchStart.seconds(setting.python().get(), setting.root())
                    : seconds(List.of(Jvm.executable(), "-version"));
        }
        String baseline = setting.python().isPresent() ? "PyTorch, the same" : BARE_JVM;
        return Figure.times(
                "process with one training step of small-cnn", "s", Spread.of(ours), baseline, Spread.of(theirs));
    }

    private static double seconds(List<String> command) throws IOException, InterruptedException {
        long start = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException("A process must end well within " + DEADLINE_SECONDS + " s: " + command);
        }
        return (System.nanoTime() - start) / 1e9;
    }
}
