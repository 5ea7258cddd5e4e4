package org.fedfabric.trainer.demo;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.fedfabric.protocol.data.FeatureRows;
import org.fedfabric.protocol.model.ModelSpec;
import org.fedfabric.trainer.learning.Evaluation;
import org.fedfabric.trainer.learning.Predictor;

/**
 * Measures each version on the test rows, which nobody else in the demo reads. Runs beside the task on one thread, so that
 * measuring delays no version.
 */
final class TestScores implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 120;

    private final FeatureRows test;
    private final ModelSpec model;
    private final ExecutorService evaluator = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "test-scores");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<Long, Future<Evaluation>> scores = new TreeMap<>();
    private Predictor predictor;

    TestScores(ModelSpec model, FeatureRows test) {
        this.model = model;
        this.test = test;
    }

    /** Begins to measure a version; {@code told} gets the result on the measuring thread. */
    void measure(
            long version,
            java.util.concurrent.Callable<float[]> parameters,
            java.util.function.Consumer<Evaluation> told) {
        scores.put(version, evaluator.submit(() -> {
            Evaluation evaluation = evaluate(parameters.call());
            told.accept(evaluation);
            return evaluation;
        }));
    }

    private Evaluation evaluate(float[] parameters) {
        if (predictor == null) {
            predictor = new Predictor(model);
        }
        return Evaluation.of(
                predictor.logits(parameters, test.features(), test.rows()), test.labels(), model.classes());
    }

    /** The result for a version, once it is there. */
    Evaluation of(long version) throws InterruptedException {
        try {
            return scores.get(version).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("Version " + version + " could not be measured: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        evaluator.shutdownNow();
        if (predictor != null) {
            predictor.close();
        }
    }
}
