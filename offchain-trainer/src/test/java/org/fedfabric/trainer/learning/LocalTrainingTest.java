package org.fedfabric.trainer.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.fedfabric.protocol.data.DataSchema;
import org.fedfabric.protocol.data.FeatureRows;
import org.fedfabric.protocol.model.Layer;
import org.fedfabric.protocol.model.ModelSpec;
import org.fedfabric.protocol.model.NamedModels;
import org.fedfabric.protocol.model.SeededParameters;
import org.fedfabric.protocol.model.Shape;
import org.fedfabric.protocol.task.Training;
import org.fedfabric.protocol.task.Training.Optimiser;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalTrainingTest {
    private static final ModelSpec MLP = NamedModels.forName("mlp", Shape.flat(8), 3);
    private static final ModelSpec CNN = NamedModels.forName("small-cnn", new Shape(16, 16, 1), 4);
    private static final Training PLAIN = new Training(3, 10, Optimiser.SGD, 100_000, 0);

    @Nested
    class Refuses {
        private final FeatureRows rows = Samples.blobs(MLP, 20, 0.5, 1);
        private final float[] base = SeededParameters.draw(MLP, 1);

        @Test
        void no_rows() {
            assertThatThrownBy(() -> run(MLP, PLAIN, new FeatureRows(new float[0], new int[0], 8), base, 1))
                    .hasMessage("A training needs at least one row. Provided value: 0");
        }

        @Test
        void rows_of_another_width() {
            assertThatThrownBy(() -> run(MLP, PLAIN, new FeatureRows(new float[7], new int[1], 7), base, 1))
                    .hasMessage("Rows must have the 8 features the model takes. Provided value: 7");
        }

        @Test
        void a_label_beyond_the_classes() {
            assertThatThrownBy(() -> run(MLP, PLAIN, new FeatureRows(new float[8], new int[] {3}, 8), base, 1))
                    .hasMessageContaining("a row's label must lie in [0, 2]. Provided value: 3");
        }

        @Test
        void parameters_of_another_network() {
            assertThatThrownBy(() -> run(MLP, PLAIN, rows, new float[5], 1))
                    .hasMessageContaining("The model must have " + MLP.parameterCount() + " parameters");
        }

        @Test
        void a_schema_with_other_classes() {
            DataSchema schema = Samples.schema(NamedModels.forName("mlp", Shape.flat(8), 4));
            assertThatThrownBy(() -> LocalTraining.run(MLP, PLAIN, schema, rows, base, 1, ProgressListener.NONE))
                    .hasMessageContaining("The data schema must have the model's 3 classes");
        }

        @ParameterizedTest
        @CsvSource({"SGD,0", "SGD,900000", "ADAM,0"})
        void a_rate_at_which_the_loss_does_not_stay_finite(Optimiser optimiser, long momentum) {
            float[] huge = base.clone();
            huge[0] = 3e38f;
            huge[1] = -3e38f;
            FeatureRows far = new FeatureRows(rows.features().clone(), rows.labels(), 8);
            Arrays.fill(far.features(), 100f);
            assertThatThrownBy(() -> run(MLP, new Training(3, 10, optimiser, 100_000_000, momentum), far, huge, 1))
                    .isInstanceOf(TrainingDivergedException.class)
                    .hasMessageContaining("Lower the learning rate; it is 100.0")
                    .hasMessageContaining("of 6");
        }

        @Test
        void parameters_that_overflow_in_the_last_step() {
            FeatureRows one = new FeatureRows(new float[8], new int[1], 8);
            Arrays.fill(one.features(), 1e37f);
            Training once = new Training(1, 1, Optimiser.SGD, 100_000_000, 0);
            ModelSpec linear = ModelSpec.of(Shape.flat(8), new Layer.Dense(3), new Layer.Softmax());
            assertThatThrownBy(() -> run(linear, once, one, new float[27], 1))
                    .isInstanceOf(TrainingDivergedException.class)
                    .hasMessageContaining("Every parameter must stay finite, and at step 1 of 1 it was not");
        }

        @Test
        void and_the_next_training_is_none_the_worse() {
            float[] before = run(MLP, PLAIN, rows, base, 1).parameters();
            float[] broken = base.clone();
            Arrays.fill(broken, Float.NaN);
            assertThatThrownBy(() -> run(MLP, PLAIN, rows, broken, 1)).isInstanceOf(TrainingDivergedException.class);
            assertThat(run(MLP, PLAIN, rows, base, 1).parameters()).containsExactly(before);
        }
    }

    @ParameterizedTest
    @CsvSource({"SGD,50000,0", "SGD,5000,900000", "ADAM,3000,0"})
    void every_rule_learns_a_table_and_images(Optimiser optimiser, long rate, long momentum) {
        for (ModelSpec model : List.of(MLP, CNN)) {
            FeatureRows rows = Samples.blobs(model, 600, 0.8, 1);
            FeatureRows others = Samples.blobs(model, 200, 0.8, 2);
            Training training = new Training(5, 16, optimiser, rate, momentum);
            TrainingResult result = run(model, training, rows, SeededParameters.draw(model, 3), 4);
            try (Predictor predictor = new Predictor(model)) {
                float[] logits = predictor.logits(result.parameters(), others.features(), others.rows());
                assertThat(Evaluation.of(logits, others.labels(), model.classes())
                                .accuracy())
                        .isGreaterThan(0.9);
            }
            assertThat(result.steps()).isEqualTo(5 * 38);
            assertThat(result.meanLoss()).isBetween(0.0, 0.4);
        }
    }

    @Test
    void a_step_takes_the_weighted_mean_of_its_batch() {
        ModelSpec linear = ModelSpec.of(Shape.flat(1), new Layer.Dense(2), new Layer.Softmax());
        DataSchema schema = Samples.schema(linear, 1_000_000, 3_000_000);
        FeatureRows rows = new FeatureRows(new float[] {1, 2}, new int[] {0, 1}, 1);
        Training one = new Training(1, 2, Optimiser.SGD, 1_000_000, 0);
        TrainingResult result = LocalTraining.run(linear, one, schema, rows, new float[4], 1, ProgressListener.NONE);
        // At zero every probability is ½: gradient of logit 0 is ¼·(½ − 1) for the first row and ¾·½ for the second.
        float w = -(0.25f * -0.5f * 1 + 0.75f * 0.5f * 2);
        float b = -(0.25f * -0.5f + 0.75f * 0.5f);
        assertThat(result.parameters()).containsExactly(new float[] {w, -w, b, -b}, within(1e-6f));
        assertThat(result.meanLoss()).isCloseTo(Math.log(2), within(1e-6));
    }

    @Test
    void the_last_partial_batch_counts() {
        FeatureRows rows = Samples.blobs(MLP, 21, 0.5, 1);
        assertThat(run(MLP, PLAIN, rows, SeededParameters.draw(MLP, 1), 1).steps())
                .isEqualTo(9);
    }

    @Test
    void a_batch_larger_than_the_workspace_gives_the_step_of_the_whole_batch() {
        FeatureRows rows = Samples.blobs(CNN, 300, 1.5, 1);
        float[] base = SeededParameters.draw(CNN, 3);
        Training whole = new Training(1, 300, Optimiser.SGD, 100_000, 0);
        float[] inParts = run(CNN, whole, rows, base, 1).parameters();
        Network network = new Network(CNN, Gemms.shared(), 300);
        network.load(base);
        int[] order = new int[300];
        for (int i = 0; i < 300; i++) {
            order[i] = i;
        }
        network.forward(rows, order, 0, 300, true);
        new SoftmaxLoss(network.logits(), Samples.schema(CNN)).backward(300, rows.labels(), order, 0, 300);
        network.backward(300, new GradientSink(network.parameters(), -0.1f, 1));
        assertThat(inParts).containsExactly(network.store(), within(1e-5f));
        assertThat(Capacity.of(CNN)).isLessThan(300);
    }

    @Test
    void another_seed_gives_another_order() {
        FeatureRows rows = Samples.blobs(MLP, 50, 0.5, 1);
        float[] base = SeededParameters.draw(MLP, 1);
        assertThat(run(MLP, PLAIN, rows, base, 1).parameters())
                .isNotEqualTo(run(MLP, PLAIN, rows, base, 2).parameters());
    }

    @Test
    void results_are_the_same_bits_for_any_number_of_threads() throws Exception {
        List<ModelSpec> models = List.of(
                CNN,
                ModelSpec.of(
                        Shape.flat(20),
                        new Layer.Dense(40),
                        new Layer.Relu(),
                        new Layer.Dropout(300),
                        new Layer.Dense(3),
                        new Layer.Softmax()));
        for (ModelSpec model : models) {
            List<float[]> alone = trainFour(model, 1);
            assertThat(trainFour(model, 1)).containsExactlyElementsOf(alone);
            assertThat(trainFour(model, 2)).containsExactlyElementsOf(alone);
            assertThat(trainFour(model, 4)).containsExactlyElementsOf(alone);
        }
    }

    private static List<float[]> trainFour(ModelSpec model, int threads) throws Exception {
        List<Callable<float[]>> jobs = new ArrayList<>();
        for (int participant = 0; participant < 4; participant++) {
            FeatureRows rows = Samples.blobs(model, 120, 1, participant);
            Training training = new Training(
                    2,
                    16,
                    participant % 2 == 0 ? Optimiser.SGD : Optimiser.ADAM,
                    10_000,
                    participant == 2 ? 900_000 : 0);
            long seed = participant;
            jobs.add(() -> run(model, training, rows, SeededParameters.draw(model, 7), seed)
                    .parameters());
        }
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<float[]> results = new ArrayList<>();
            for (Future<float[]> result : executor.invokeAll(jobs)) {
                results.add(result.get());
            }
            return results;
        } finally {
            executor.shutdown();
        }
    }

    @Test
    void epochs_are_reported_with_a_falling_loss() {
        List<Double> losses = new ArrayList<>();
        FeatureRows rows = Samples.blobs(MLP, 300, 1, 1);
        TrainingResult result = LocalTraining.run(
                MLP, PLAIN, Samples.schema(MLP), rows, SeededParameters.draw(MLP, 1), 1, (epoch, loss) -> {
                    losses.add(loss);
                    assertThat(epoch).isEqualTo(losses.size());
                });
        assertThat(losses).hasSize(3).isSortedAccordingTo((a, b) -> Double.compare(b, a));
        assertThat(result.meanLoss()).isEqualTo(losses.get(2));
    }

    private static TrainingResult run(
            ModelSpec model, Training training, FeatureRows rows, float[] base, long shuffleSeed) {
        return LocalTraining.run(
                model, training, Samples.schema(model), rows, base, shuffleSeed, ProgressListener.NONE);
    }
}
