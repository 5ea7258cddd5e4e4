package org.fedfabric.trainer.learning;

import java.util.Arrays;

/**
 * Matrix products in plain Java, for machines where no native library loads.
 *
 * <p>The inner loop adds four scaled rows of B to a row of C. Each row is an array of its own and every index starts at
 * zero: HotSpot 17 turns that form into vector instructions, and a form with offsets into one array into code several
 * times slower. Four zeros in A, common behind ReLU and in images, skip their rows.
 */
final class JavaGemm implements Gemm {
    private final ThreadLocal<Rows> scratch = ThreadLocal.withInitial(Rows::new);

    @Override
    public String name() {
        return "plain Java";
    }

    @Override
    public Floats allocate(int length) {
        return new HeapFloats(new float[length]);
    }

    @Override
    public void multiply(float alpha, Matrix a, Matrix b, float beta, Matrix c) {
        Gemm.requireProduct(a, b, c);
        Rows rows = scratch.get();
        int depth = b.height();
        rows.pack(b, (depth + 3) / 4 * 4);
        float[] as = values(a);
        int down = a.transposed() ? 1 : a.stride();
        int along = a.transposed() ? a.stride() : 1;
        for (int i = 0; i < c.rows(); i++) {
            rows.multiply(as, a.at() + i * down, along, depth);
            store(alpha, rows.sum, beta, c, i);
        }
    }

    private static void store(float alpha, float[] sum, float beta, Matrix c, int row) {
        float[] cs = values(c);
        int at = c.at() + row * c.stride();
        if (beta == 0) {
            for (int j = 0; j < c.columns(); j++) {
                cs[at + j] = alpha * sum[j];
            }
        } else {
            for (int j = 0; j < c.columns(); j++) {
                cs[at + j] = alpha * sum[j] + beta * cs[at + j];
            }
        }
    }

    @Override
    public void addScaled(float alpha, Floats x, Floats y) {
        float[] xs = ((HeapFloats) x).values();
        float[] ys = ((HeapFloats) y).values();
        for (int i = 0; i < ys.length; i++) {
            ys[i] += alpha * xs[i];
        }
    }

    private static float[] values(Matrix matrix) {
        return ((HeapFloats) matrix.memory()).values();
    }

    /** B as separate rows, and the row of C under way. */
    private static final class Rows {
        private float[][] b = new float[0][];
        private float[] sum = new float[0];

        /** Copies B, exchanged if so marked, into {@code height} rows; those beyond B's are zero. */
        void pack(Matrix matrix, int height) {
            int width = matrix.width();
            if (sum.length != width || b.length < height) {
                b = new float[height][width];
                sum = new float[width];
            }
            float[] from = values(matrix);
            for (int p = 0; p < matrix.height(); p++) {
                if (matrix.transposed()) {
                    transpose(from, matrix.at() + p, matrix.stride(), b[p]);
                } else {
                    System.arraycopy(from, matrix.at() + p * matrix.stride(), b[p], 0, width);
                }
            }
            for (int p = matrix.height(); p < height; p++) {
                Arrays.fill(b[p], 0f);
            }
        }

        private static void transpose(float[] from, int at, int stride, float[] row) {
            for (int j = 0; j < row.length; j++) {
                row[j] = from[at + j * stride];
            }
        }

        /** sum ← Σ a[at + p·along] · b[p] over p &lt; depth. */
        void multiply(float[] a, int at, int along, int depth) {
            Arrays.fill(sum, 0f);
            for (int p = 0; p < depth; p += 4) {
                float a0 = a[at + p * along];
                float a1 = p + 1 < depth ? a[at + (p + 1) * along] : 0f;
                float a2 = p + 2 < depth ? a[at + (p + 2) * along] : 0f;
                float a3 = p + 3 < depth ? a[at + (p + 3) * along] : 0f;
                if (a0 != 0 || a1 != 0 || a2 != 0 || a3 != 0) {
                    addFour(sum, a0, b[p], a1, b[p + 1], a2, b[p + 2], a3, b[p + 3]);
                }
            }
        }

        private static void addFour(
                float[] sum, float a0, float[] b0, float a1, float[] b1, float a2, float[] b2, float a3, float[] b3) {
            for (int j = 0; j < sum.length; j++) {
                sum[j] += a0 * b0[j] + a1 * b1[j] + a2 * b2[j] + a3 * b3[j];
            }
        }
    }
}
