package org.fedfabric.trainer.learning;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.SplittableRandom;
import org.fedfabric.protocol.data.DataSchema;
import org.fedfabric.protocol.data.FeatureRows;
import org.fedfabric.protocol.model.ModelSpec;
import org.fedfabric.protocol.model.NamedModels;
import org.fedfabric.protocol.model.SeededParameters;
import org.fedfabric.protocol.model.Shape;
import org.fedfabric.protocol.task.Training;

/**
 * Prints training speed: examples per second of CPU time of one thread, the best of several windows, so that other work
 * on the machine matters little. Run it with a JVM of its own per model; arguments: model, batch, optimiser, seconds.
 * {@code first} instead of a batch prints the speed in the first second after the JVM's start instead.
 */
final class LearningBenchmark {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private LearningBenchmark() {}

    /** Runs one measurement. */
    public static void main(String[] arguments) {
        String name = arguments[0];
        boolean table = name.equals("tiny") || name.equals("mlp");
        Shape input = table ? Shape.flat(30) : new Shape(28, 28, 1);
        ModelSpec model = name.equals("tiny")
                ? tiny()
                : NamedModels.forName(name, name.equals("2nn") ? Shape.flat(784) : input, table ? 2 : 10);
        if (arguments[1].equals("first")) {
            firstSecond(name, model);
            return;
        }
        int batch = Integer.parseInt(arguments[1]);
        Training training = new Training(1, batch, Training.Optimiser.valueOf(arguments[2]), 1_000, 0);
        double seconds = Double.parseDouble(arguments[3]);
        FeatureRows rows = digits(model, rowsPerRun(model));
        DataSchema schema = Samples.schema(model);
        float[] parameters = SeededParameters.draw(model, 1);
        double best = 0;
        long end = System.nanoTime() + (long) (seconds * 1e9);
        while (System.nanoTime() < end) {
            long start = THREADS.getCurrentThreadCpuTime();
            LocalTraining.run(model, training, schema, rows, parameters, 1, ProgressListener.NONE);
            best = Math.max(best, rows.rows() * 1e9 / (THREADS.getCurrentThreadCpuTime() - start));
        }
        System.out.printf(
                "%-12s batch %4d %-4s %-10s %,12.0f examples/s%n",
                name, batch, arguments[2], Gemms.shared().name(), best);
    }

    private static void firstSecond(String name, ModelSpec model) {
        long started = ManagementFactory.getRuntimeMXBean().getStartTime();
        FeatureRows rows = digits(model, 500);
        DataSchema schema = Samples.schema(model);
        Training training = new Training(1, 32, Training.Optimiser.SGD, 1_000, 0);
        float[] parameters = SeededParameters.draw(model, 1);
        System.out.printf("before training: %d ms since JVM start%n", System.currentTimeMillis() - started);
        for (int i = 0; i < 16; i++) {
            long cpu = THREADS.getCurrentThreadCpuTime();
            long process = processCpu();
            LocalTraining.run(model, training, schema, rows, parameters, 1, ProgressListener.NONE);
            System.out.printf(
                    "%s run %d of 500 rows: thread CPU %.1f ms, process CPU %.1f ms, %d ms since JVM start%n",
                    name,
                    i,
                    (THREADS.getCurrentThreadCpuTime() - cpu) / 1e6,
                    (processCpu() - process) / 1e6,
                    System.currentTimeMillis() - started);
        }
    }

    private static long processCpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    /** About 50 ms of work, and a multiple of the usual batches. */
    private static int rowsPerRun(ModelSpec model) {
        return (int) Math.max(640, Math.min(64_000, 320_000_000L / model.multiplyAdds() / 640 * 640));
    }

    private static ModelSpec tiny() {
        return ModelSpec.of(
                Shape.flat(30),
                new org.fedfabric.protocol.model.Layer.Dense(32),
                new org.fedfabric.protocol.model.Layer.Relu(),
                new org.fedfabric.protocol.model.Layer.Dense(2),
                new org.fedfabric.protocol.model.Layer.Softmax());
    }

    /** Random rows, four fifths zero like images of digits. */
    private static FeatureRows digits(ModelSpec model, int rows) {
        SplittableRandom random = new SplittableRandom(1);
        int width = model.input().size();
        float[] features = new float[rows * width];
        int[] labels = new int[rows];
        for (int i = 0; i < features.length; i++) {
            features[i] = random.nextInt(5) == 0 ? (float) random.nextDouble() : 0;
        }
        for (int i = 0; i < rows; i++) {
            labels[i] = random.nextInt(model.classes());
        }
        return new FeatureRows(features, labels, width);
    }
}
