package org.fedfabric.protocol.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.fedfabric.protocol.Examples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardPassTest {
    private static final ModelSpec SPEC = Examples.convolutional();
    private static final float[] PARAMETERS = Networks.values(SPEC.parameterCount(), 1);
    private static final int WIDTH = SPEC.input().size();

    static List<ModelSpec> networks() {
        return Networks.all();
    }

    @Test
    void refuses_parameters_or_features_of_another_length() {
        ForwardPass pass = ForwardPass.of(SPEC);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> pass.logits(new float[3], new float[WIDTH], 1))
                .withMessage("The model must have " + PARAMETERS.length + " parameters. Provided value: 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> pass.logits(PARAMETERS, new float[WIDTH + 1], 1))
                .withMessageContaining("1 rows must have 36 features each, 36 in all. Provided value: 37");
        assertThatIllegalArgumentException().isThrownBy(() -> pass.logits(PARAMETERS, new float[0], -1));
        assertThatIllegalArgumentException().isThrownBy(() -> pass.logits(PARAMETERS, new float[0], Integer.MAX_VALUE));
    }

    @Test
    void no_rows_give_no_scores() {
        assertThat(ForwardPass.of(SPEC).logits(PARAMETERS, new float[0], 0)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("networks")
    void gives_the_bits_of_a_plain_loop_over_one_example_at_a_time(ModelSpec spec) {
        int rows = 130;
        int width = spec.input().size();
        float[] parameters = Networks.values(spec.parameterCount(), 2);
        float[] features = Networks.values(rows * width, 3);
        float[] logits = ForwardPass.of(spec).logits(parameters, features, rows);
        int classes = spec.classes();
        for (int row = 0; row < rows; row++) {
            float[] plain = Networks.plainLogits(
                    spec, parameters, Arrays.copyOfRange(features, row * width, (row + 1) * width));
            assertThat(bits(Arrays.copyOfRange(logits, row * classes, (row + 1) * classes)))
                    .as("row %d", row)
                    .isEqualTo(bits(plain));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 64, 500, 501})
    void gives_the_same_bits_however_many_rows_are_computed_together(int blockRows) {
        for (ModelSpec spec : Networks.all()) {
            float[] parameters = Networks.values(spec.parameterCount(), 4);
            float[] features = Networks.values(500 * spec.input().size(), 5);
            assertThat(bits(ForwardPass.of(spec, blockRows).logits(parameters, features, 500)))
                    .isEqualTo(bits(ForwardPass.of(spec).logits(parameters, features, 500)));
        }
    }

    @Test
    void gives_the_same_bits_before_and_after_the_virtual_machine_compiles_it() {
        float[] features = Networks.values(40 * WIDTH, 6);
        ForwardPass pass = ForwardPass.of(SPEC);
        int[] first = bits(pass.logits(PARAMETERS, features, 40));
        for (int i = 0; i < 2_000; i++) {
            assertThat(bits(pass.logits(PARAMETERS, features, 40))).isEqualTo(first);
        }
    }

    @Test
    void gives_the_same_bits_to_threads_that_share_it() throws Exception {
        float[] features = Networks.values(300 * WIDTH, 7);
        ForwardPass pass = ForwardPass.of(SPEC);
        int[] alone = bits(pass.logits(PARAMETERS, features, 300));
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            Callable<int[]> call = () -> bits(pass.logits(PARAMETERS, features, 300));
            for (Future<int[]> result :
                    threads.invokeAll(IntStream.range(0, 16).mapToObj(i -> call).toList(), 60, TimeUnit.SECONDS)) {
                assertThat(result.get()).isEqualTo(alone);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void leaves_parameters_and_features_alone() {
        float[] features = Networks.values(3 * WIDTH, 8);
        float[] featuresBefore = features.clone();
        float[] parametersBefore = PARAMETERS.clone();
        ForwardPass.of(SPEC).logits(PARAMETERS, features, 3);
        assertThat(features).isEqualTo(featuresBefore);
        assertThat(PARAMETERS).isEqualTo(parametersBefore);
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void a_parameter_that_is_not_finite_leaves_no_finite_score_wherever_it_stands(float value) {
        float[] features = Networks.values(2 * WIDTH, 9);
        for (int i = 0; i < PARAMETERS.length; i++) {
            float[] parameters = PARAMETERS.clone();
            parameters[i] = value;
            assertThat(ForwardPass.of(SPEC).logits(parameters, features, 2))
                    .as("parameter %d", i)
                    .containsOnly(Float.NaN);
        }
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void a_feature_that_is_not_finite_spoils_its_own_row_and_no_other(float value) {
        float[] features = Networks.values(3 * WIDTH, 10);
        float[] sound = ForwardPass.of(SPEC).logits(PARAMETERS, features, 3);
        features[WIDTH + 8] = value;
        float[] logits = ForwardPass.of(SPEC).logits(PARAMETERS, features, 3);
        assertThat(Arrays.copyOfRange(logits, 3, 6)).containsOnly(Float.NaN);
        assertThat(bits(Arrays.copyOfRange(logits, 0, 3))).isEqualTo(bits(Arrays.copyOfRange(sound, 0, 3)));
        assertThat(bits(Arrays.copyOfRange(logits, 6, 9))).isEqualTo(bits(Arrays.copyOfRange(sound, 6, 9)));
    }

    @Test
    void an_overflow_that_a_relu_would_hide_still_shows() {
        ModelSpec spec = ModelSpec.of(
                Shape.flat(1), new Layer.Dense(1), new Layer.Relu(), new Layer.Dense(2), new Layer.Softmax());
        // 3e38 · −3e38 = −∞, which max(0, x) turns into 0.
        float[] parameters = {-3e38f, 0, 1, 1, 0.5f, 0.25f};
        assertThat(ForwardPass.of(spec).logits(parameters, new float[] {3e38f}, 1))
                .containsOnly(Float.NaN);
        assertThat(ForwardPass.of(spec).logits(parameters, new float[] {1}, 1)).containsExactly(0.5f, 0.25f);
    }

    @Test
    void relu_and_maximum_keep_nan() {
        float[] out = new float[3];
        LaneMath.relu(out, new float[] {Float.NaN, -1, 2});
        assertThat(out).containsExactly(Float.NaN, 0, 2);
        LaneMath.max(out, new float[] {5, Float.NaN, 1});
        assertThat(out).containsExactly(Float.NaN, Float.NaN, 2);
    }

    @Test
    void computes_what_can_be_checked_by_hand() {
        ModelSpec spec = ModelSpec.of(
                new Shape(2, 2, 1),
                new Layer.Conv2d(1, 1, Layer.Padding.VALID),
                new Layer.MaxPool2d(2),
                new Layer.Flatten(),
                new Layer.Dense(2),
                new Layer.Softmax());
        // 2x + 1 of 1, −3, 4, 0 is largest at 9; 9 · 0.5 − 1 = 3.5 and 9 · −1 + 2 = −7.
        float[] parameters = {2, 1, 0.5f, -1, -1, 2};
        assertThat(ForwardPass.of(spec).logits(parameters, new float[] {1, -3, 4, 0}, 1))
                .containsExactly(3.5f, -7f);
    }

    private static int[] bits(float[] values) {
        List<Integer> bits = new ArrayList<>();
        for (float value : values) {
            bits.add(Float.floatToRawIntBits(value));
        }
        return bits.stream().mapToInt(Integer::intValue).toArray();
    }
}
