package org.fedfabric.trainer.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link Gemm} must do, against the definition of the product in double precision. */
abstract class GemmContract {
    private final Gemm gemm = gemm();

    abstract Gemm gemm();

    @Test
    void refuses_shapes_that_make_no_product() {
        Floats memory = gemm.allocate(100);
        Matrix a = Matrix.dense(memory, 0, 2, 3);
        assertThatThrownBy(() -> gemm.multiply(1, a, a, 0, Matrix.dense(memory, 50, 2, 3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("m × k, k × n and m × n");
    }

    @Test
    void refuses_a_matrix_beyond_its_memory() {
        Floats memory = gemm.allocate(100);
        assertThat(Matrix.strided(memory, 3, 9, 9, 11).rows()).isEqualTo(9);
        assertThatThrownBy(() -> Matrix.strided(memory, 4, 9, 9, 11)).hasMessageContaining("inside its memory");
        assertThatThrownBy(() -> Matrix.dense(memory, -1, 1, 1)).hasMessageContaining("inside its memory");
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, 1",
        "1, 10, 3",
        "10, 200, 785",
        "785, 200, 10",
        "7, 2, 33",
        "96, 8, 25",
        "25, 8, 96",
        "64, 16, 200",
        "31, 32, 10",
        "3, 5, 1",
        "130, 70, 201",
        "10, 200, 1500",
        "10, 450, 130",
        "90, 70, 401",
    })
    void multiplies_in_every_orientation(int m, int n, int k) {
        SplittableRandom random = new SplittableRandom(31L * m + 7L * n + k);
        for (int form = 0; form < 4; form++) {
            boolean ta = form % 2 == 1;
            boolean tb = form / 2 == 1;
            Matrix a = random(random, m, k, ta);
            Matrix b = random(random, k, n, tb);
            for (float beta : new float[] {0, 1, -0.5f}) {
                Matrix c = random(random, m, n, false);
                float[] before = all(c);
                gemm.multiply(1.5f, a, b, beta, c);
                assertProduct(1.5f, a, b, beta, before, c);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void reads_overlapping_windows_and_adds_into_them(int kernel) {
        SplittableRandom random = new SplittableRandom(kernel);
        Floats spread = gemm.allocate(10 * 8);
        spread.put(0, numbers(random, 80), 0, 80);
        Matrix windows = Matrix.strided(spread, 1, 10, kernel, 8);
        Matrix weights = random(random, kernel, 3, false);
        Matrix out = random(random, 10, 3, false);
        gemm.multiply(1, windows, weights, 0, out);
        assertProduct(1, windows, weights, 0, all(out), out);

        float[] before = all(windows);
        gemm.multiply(1, out, weights.transpose(), 1, windows);
        assertProduct(1, out, weights.transpose(), 1, before, windows);
    }

    @Test
    void forgets_even_nan_when_beta_is_zero() {
        Floats memory = gemm.allocate(3);
        memory.put(0, new float[] {2, 3, Float.NaN}, 0, 3);
        gemm.multiply(
                1, Matrix.dense(memory, 0, 1, 1), Matrix.dense(memory, 1, 1, 1), 0, Matrix.dense(memory, 2, 1, 1));
        float[] result = new float[1];
        memory.get(2, result, 0, 1);
        assertThat(result[0]).isEqualTo(6f);
    }

    @Test
    void adds_a_scaled_vector() {
        Floats x = gemm.allocate(1001);
        Floats y = gemm.allocate(1001);
        float[] xs = numbers(new SplittableRandom(1), 1001);
        float[] ys = numbers(new SplittableRandom(2), 1001);
        x.put(0, xs, 0, 1001);
        y.put(0, ys, 0, 1001);
        gemm.addScaled(-0.25f, x, y);
        float[] sum = new float[1001];
        y.get(0, sum, 0, 1001);
        for (int i = 0; i < 1001; i++) {
            assertThat(sum[i]).isCloseTo(ys[i] - 0.25f * xs[i], within(1e-6f));
        }
    }

    @Test
    void memory_starts_at_zero_and_clears_a_part() {
        Floats memory = gemm.allocate(9000);
        float[] copy = numbers(new SplittableRandom(3), 9000);
        memory.get(0, copy, 0, 9000);
        assertThat(copy).containsOnly(0f);
        float[] ones = numbers(new SplittableRandom(3), 9000);
        memory.put(0, ones, 0, 9000);
        memory.clear(1, 8998);
        memory.get(0, copy, 0, 9000);
        assertThat(copy[0]).isEqualTo(ones[0]);
        assertThat(copy[8999]).isEqualTo(ones[8999]);
        assertThat(Arrays.copyOfRange(copy, 1, 8999)).containsOnly(0f);
    }

    @Test
    void gives_the_same_bits_again() {
        SplittableRandom random = new SplittableRandom(9);
        Matrix a = random(random, 100, 150, false);
        Matrix b = random(random, 150, 90, true);
        Matrix c1 = random(random, 100, 90, false);
        Matrix c2 = random(random, 100, 90, false);
        gemm.multiply(1, a, b, 0, c1);
        gemm.multiply(1, a, b, 0, c2);
        assertThat(numbersOf(c1)).containsExactly(numbersOf(c2));
    }

    private Matrix random(SplittableRandom random, int height, int width, boolean transposed) {
        int rows = transposed ? width : height;
        int columns = transposed ? height : width;
        int stride = columns + random.nextInt(3);
        int at = random.nextInt(5);
        Floats memory = gemm.allocate(at + rows * stride);
        memory.put(0, numbers(random, memory.length()), 0, memory.length());
        return new Matrix(memory, at, rows, columns, stride, transposed);
    }

    private static float[] numbers(SplittableRandom random, int count) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = random.nextInt(4) == 0 ? 0 : (float) random.nextDouble(-1, 1);
        }
        return numbers;
    }

    private static float[] all(Matrix matrix) {
        float[] values = new float[matrix.memory().length()];
        matrix.memory().get(0, values, 0, values.length);
        return values;
    }

    private static float[] numbersOf(Matrix matrix) {
        float[] values = new float[matrix.rows() * matrix.columns()];
        for (int i = 0; i < matrix.rows(); i++) {
            matrix.memory().get(matrix.at() + i * matrix.stride(), values, i * matrix.columns(), matrix.columns());
        }
        return values;
    }

    private static double element(float[] memory, Matrix m, int i, int j) {
        return m.transposed() ? memory[m.at() + j * m.stride() + i] : memory[m.at() + i * m.stride() + j];
    }

    private static void assertProduct(float alpha, Matrix a, Matrix b, float beta, float[] before, Matrix c) {
        float[] as = all(a);
        float[] bs = all(b);
        float[] cs = all(c);
        for (int i = 0; i < c.rows(); i++) {
            for (int j = 0; j < c.columns(); j++) {
                double sum = 0;
                double magnitude = 1e-3;
                for (int p = 0; p < a.width(); p++) {
                    double term = alpha * element(as, a, i, p) * element(bs, b, p, j);
                    sum += term;
                    magnitude += Math.abs(term);
                }
                double old = beta * element(before, c, i, j);
                assertThat((double) cs[c.at() + i * c.stride() + j])
                        .isCloseTo(sum + old, within(1e-5 * (magnitude + Math.abs(old))));
            }
        }
        for (int i = 0; i < c.rows() - 1; i++) {
            for (int j = c.columns(); j < c.stride(); j++) {
                int gap = c.at() + i * c.stride() + j;
                assertThat(cs[gap]).isEqualTo(before[gap]);
            }
        }
    }
}
