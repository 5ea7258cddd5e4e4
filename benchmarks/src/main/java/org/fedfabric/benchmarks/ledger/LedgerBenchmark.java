package org.fedfabric.benchmarks.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.fedfabric.benchmarks.measure.Benchmark;
import org.fedfabric.benchmarks.measure.Figure;
import org.fedfabric.benchmarks.measure.Setting;
import org.fedfabric.benchmarks.measure.Spread;
import org.fedfabric.benchmarks.measure.Target;

/**
 * Enrolments on the channel of three enterprises, each endorsed by two and on disk before it is answered: alone, 50 at
 * once, and queries. The baseline is the least such a call costs: its signatures, and for a lone one a block made durable.
 */
public final class LedgerBenchmark implements Benchmark {
    private static final int IN_FLIGHT = 50;

    /** In parallel, a figure takes this many times the transactions of a figure about single ones. */
    private static final int PARALLEL_FACTOR = 10;

    private static final double LONE_MILLIS = 15;
    private static final double TRANSACTIONS_PER_SECOND = 250;

    /** Of a block with one enrolment. */
    private static final int BLOCK_BYTES = 6_000;

    private static final int CORES = Runtime.getRuntime().availableProcessors();

    /** The benchmark. */
    public LedgerBenchmark() {}

    @Override
    public List<Figure> run(Setting setting) throws IOException, InterruptedException {
        try (RunningNetwork network = RunningNetwork.create(setting.root())) {
            network.up();
            try (Enrolments enrolments = Enrolments.on(network.connectionProfile(), IN_FLIGHT)) {
                return measured(enrolments, () -> network.processorTime().toNanos() / 1e6, setting);
            }
        }
    }

    /** What the network's process has used so far, in milliseconds. */
    @FunctionalInterface
    interface ProcessorMillis {
        double get() throws IOException;
    }

    static List<Figure> measured(Enrolments enrolments, ProcessorMillis network, Setting setting)
            throws IOException, InterruptedException {
        int lone = setting.transactions() / setting.windows();
        int parallel = lone * PARALLEL_FACTOR;
        // A network is compiled by what it does: the first thousand transactions take twice the processor time of later
        // ones.
        enrolments.parallel(2 * parallel * setting.windows());
        Turns turns = new Turns(setting.windows());
        Path block = Files.createTempFile("benchmark", ".block");
        try (FileChannel file = FileChannel.open(block, StandardOpenOption.WRITE)) {
            for (int turn = 0; turn < setting.windows(); turn++) {
                turns.lone.add(millis(lone, enrolments::submit));
                turns.leastLone.add(millis(lone, () -> leastTransaction(turns.signatures, file)));
                turns.query.add(millis(lone, enrolments::query));
                turns.leastQuery.add(millis(lone, turns.querySignatures::run));
                double before = network.get();
                double seconds = enrolments.parallel(parallel);
                turns.perSecond[turn] = parallel / seconds;
                turns.networkMillis[turn] = (network.get() - before) / parallel;
                double[] signatures = millis(lone, turns.signatures::run);
                turns.signatureMillis[turn] = Spread.quantile(signatures, 0.5);
                turns.leastPerSecond[turn] = CORES * 1e3 / turns.signatureMillis[turn];
            }
        } finally {
            Files.delete(block);
        }
        return turns.figures();
    }

    private static void leastTransaction(Runnable signatures, FileChannel file) {
        signatures.run();
        try {
            file.write(ByteBuffer.allocate(BLOCK_BYTES));
            file.force(/* metaData= */ false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Times of single calls in milliseconds, sorted. */
    private static double[] millis(int count, Runnable call) {
        double[] millis = new double[count];
        for (int i = 0; i < count; i++) {
            long start = System.nanoTime();
            call.run();
            millis[i] = (System.nanoTime() - start) / 1e6;
        }
        Arrays.sort(millis);
        return millis;
    }

    /** What all turns gave. */
    private static final class Turns {
        private final Runnable signatures = TransactionSignatures.ofTransaction();
        private final Runnable querySignatures = TransactionSignatures.ofQuery();
        private final List<double[]> lone = new ArrayList<>();
        private final List<double[]> leastLone = new ArrayList<>();
        private final List<double[]> query = new ArrayList<>();
        private final List<double[]> leastQuery = new ArrayList<>();
        private final double[] perSecond;
        private final double[] leastPerSecond;
        private final double[] networkMillis;
        private final double[] signatureMillis;

        Turns(int count) {
            perSecond = new double[count];
            leastPerSecond = new double[count];
            networkMillis = new double[count];
            signatureMillis = new double[count];
        }

        List<Figure> figures() {
            String leastBlock = "its signatures and one durable block";
            String least = "its signatures";
            Spread median = quantile(lone, 0.5);
            Spread rate = Spread.of(perSecond);
            return List.of(
                    Figure.times("lone transaction, p50", "ms", median, leastBlock, quantile(leastLone, 0.5))
                            .aimedAt(Target.below(LONE_MILLIS, "ms", median.median())),
                    Figure.times(
                            "lone transaction, p95", "ms", quantile(lone, 0.95), leastBlock, quantile(leastLone, 0.95)),
                    Figure.times("query, p50", "ms", quantile(query, 0.5), least, quantile(leastQuery, 0.5)),
                    Figure.times("query, p95", "ms", quantile(query, 0.95), least, quantile(leastQuery, 0.95)),
                    new Figure(
                                    IN_FLIGHT + " transactions in flight",
                                    "tx/s",
                                    rate,
                                    least + " on all cores",
                                    Spread.of(leastPerSecond),
                                    rate.median() / Spread.of(leastPerSecond).median(),
                                    null)
                            .aimedAt(Target.atLeast(TRANSACTIONS_PER_SECOND, "tx/s", rate.median())),
                    Figure.times(
                            "the network's processor time for each of them",
                            "ms",
                            Spread.of(networkMillis),
                            least,
                            Spread.of(signatureMillis)));
        }

        private static Spread quantile(List<double[]> turns, double share) {
            return Spread.of(turns.stream()
                    .mapToDouble(sorted -> Spread.quantile(sorted, share))
                    .toArray());
        }
    }
}
