package org.fedfabric.trainer.learning;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.blas_set_num_threads;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_saxpy;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;

/**
 * Matrix products by OpenBLAS, which picks its kernels for the processor it runs on. It computes on the calling thread
 * alone: participants run side by side instead, and threads of its own would only wait for one another.
 *
 * <p>On processors with AVX-512 OpenBLAS multiplies small matrices where they lie and copies larger ones first, which for
 * few rows takes longer than the product. Products of few rows are therefore run in slices that count as small: 2 to 5
 * times faster there, within 5 % of the same elsewhere.
 */
final class OpenBlasGemm implements Gemm {
    /** Most multiply-adds of a small product, and least depth of a slice that is worth a call. */
    private static final int SMALL = 1_000_000;

    private static final int LEAST_DEPTH = 32;

    /** With B transposed, small is measured by the result's values; and least columns of a slice worth a call. */
    private static final int SMALL_RESULT = 1_200;

    private static final int LEAST_COLUMNS = 16;

    /** Loads the library; throws {@link LinkageError} or a runtime exception where there is none for this platform. */
    OpenBlasGemm() {
        blas_set_num_threads(1);
    }

    @Override
    public String name() {
        return "OpenBLAS";
    }

    @Override
    public Floats allocate(int length) {
        return new NativeFloats(length);
    }

    @Override
    public void multiply(float alpha, Matrix a, Matrix b, float beta, Matrix c) {
        Gemm.requireProduct(a, b, c);
        int depth = a.width();
        int result = Math.multiplyExact(c.rows(), c.columns());
        if (!b.transposed() && depth > SMALL / result && SMALL / result >= LEAST_DEPTH) {
            byDepth(alpha, a, b, beta, c, SMALL / result);
        } else if (b.transposed()
                && !a.transposed()
                && depth >= LEAST_DEPTH
                && result > SMALL_RESULT
                && SMALL_RESULT / c.rows() >= LEAST_COLUMNS) {
            byColumns(alpha, a, b, beta, c, SMALL_RESULT / c.rows());
        } else {
            slice(alpha, a, 0, b, 0, beta, c, 0, c.columns(), depth);
        }
    }

    private static void byDepth(float alpha, Matrix a, Matrix b, float beta, Matrix c, int step) {
        for (int p = 0; p < a.width(); p += step) {
            int aShift = a.transposed() ? p * a.stride() : p;
            int depth = Math.min(step, a.width() - p);
            slice(alpha, a, aShift, b, p * b.stride(), p == 0 ? beta : 1, c, 0, c.columns(), depth);
        }
    }

    private static void byColumns(float alpha, Matrix a, Matrix b, float beta, Matrix c, int step) {
        for (int j = 0; j < c.columns(); j += step) {
            int columns = Math.min(step, c.columns() - j);
            slice(alpha, a, 0, b, j * b.stride(), beta, c, j, columns, a.width());
        }
    }

    private static void slice(
            float alpha,
            Matrix a,
            int aShift,
            Matrix b,
            int bShift,
            float beta,
            Matrix c,
            int cShift,
            int columns,
            int depth) {
        cblas_sgemm(
                CblasRowMajor,
                a.transposed() ? CblasTrans : CblasNoTrans,
                b.transposed() ? CblasTrans : CblasNoTrans,
                c.rows(),
                columns,
                depth,
                alpha,
                ((NativeFloats) a.memory()).left(a.at() + aShift),
                a.stride(),
                ((NativeFloats) b.memory()).right(b.at() + bShift),
                b.stride(),
                beta,
                ((NativeFloats) c.memory()).result(c.at() + cShift),
                c.stride());
    }

    @Override
    public void addScaled(float alpha, Floats x, Floats y) {
        cblas_saxpy(y.length(), alpha, ((NativeFloats) x).left(0), 1, ((NativeFloats) y).result(0), 1);
    }
}
