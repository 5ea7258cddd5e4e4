package org.fedfabric.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fedfabric.benchmarks.engine.EngineBenchmark;
import org.fedfabric.benchmarks.engine.EngineModel;
import org.fedfabric.benchmarks.ledger.LedgerBenchmark;
import org.fedfabric.benchmarks.measure.Benchmark;
import org.fedfabric.benchmarks.network.AdvanceBenchmark;
import org.fedfabric.benchmarks.network.SubmitBenchmark;
import org.fedfabric.benchmarks.round.RoundBenchmark;
import org.fedfabric.benchmarks.rules.AggregationBenchmark;
import org.fedfabric.benchmarks.rules.EncodingBenchmark;
import org.fedfabric.benchmarks.rules.JudgingBenchmark;
import org.fedfabric.benchmarks.start.StartBenchmark;

/** The benchmarks by name, in the order in which they run. */
final class Catalogue {
    /** Below it, a convolution's speed is PyTorch's own library against OpenBLAS; above it FedFabric's design pays. */
    private static final double SMALL_NETWORKS = 1.1;

    /** What PyTorch's cost per operation leaves to be won on a network of two small products. */
    private static final double TINY_NETWORKS = 5;

    private static final Map<String, Benchmark> BY_NAME = new LinkedHashMap<>();

    static {
        BY_NAME.put("engine/2nn", new EngineBenchmark(EngineModel.images("2nn"), SMALL_NETWORKS));
        BY_NAME.put("engine/small-cnn", new EngineBenchmark(EngineModel.images("small-cnn"), SMALL_NETWORKS));
        BY_NAME.put("engine/tiny", new EngineBenchmark(EngineModel.tiny(), TINY_NETWORKS));
        BY_NAME.put("engine/mcmahan-cnn", new EngineBenchmark(EngineModel.images("mcmahan-cnn"), 0));
        BY_NAME.put("judging", new JudgingBenchmark());
        BY_NAME.put("aggregation", new AggregationBenchmark());
        BY_NAME.put("encoding", new EncodingBenchmark());
        BY_NAME.put("ledger", new LedgerBenchmark());
        BY_NAME.put("submit", new SubmitBenchmark());
        BY_NAME.put("advance", new AdvanceBenchmark());
        BY_NAME.put("round", new RoundBenchmark());
        BY_NAME.put("start", new StartBenchmark());
    }

    private Catalogue() {}

    /** All names. */
    static List<String> names() {
        return List.copyOf(BY_NAME.keySet());
    }

    /**
     * The names a user means: a name itself, or the part before its stroke for all that share it; none for all.
     *
     * @throws IllegalArgumentException if one is unknown
     */
    static List<String> select(List<String> wanted) {
        List<String> selected = new ArrayList<>();
        for (String name : names()) {
            if (wanted.isEmpty() || wanted.contains(name) || wanted.contains(groupOf(name))) {
                selected.add(name);
            }
        }
        for (String name : wanted) {
            if (names().stream()
                    .noneMatch(known -> known.equals(name) || groupOf(known).equals(name))) {
                throw new IllegalArgumentException("A benchmark must be one of " + String.join(" ", names())
                        + " or the part before the stroke. Provided value: " + name);
            }
        }
        return selected;
    }

    static String groupOf(String name) {
        return name.split("/", 2)[0];
    }

    static Benchmark get(String name) {
        return BY_NAME.get(name);
    }
}
