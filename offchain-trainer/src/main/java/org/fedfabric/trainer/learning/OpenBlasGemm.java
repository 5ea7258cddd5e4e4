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
 */
final class OpenBlasGemm implements Gemm {
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
        cblas_sgemm(
                CblasRowMajor,
                a.transposed() ? CblasTrans : CblasNoTrans,
                b.transposed() ? CblasTrans : CblasNoTrans,
                c.rows(),
                c.columns(),
                a.width(),
                alpha,
                ((NativeFloats) a.memory()).left(a.at()),
                a.stride(),
                ((NativeFloats) b.memory()).right(b.at()),
                b.stride(),
                beta,
                ((NativeFloats) c.memory()).result(c.at()),
                c.stride());
    }

    @Override
    public void addScaled(float alpha, Floats x, Floats y) {
        cblas_saxpy(y.length(), alpha, ((NativeFloats) x).left(0), 1, ((NativeFloats) y).result(0), 1);
    }
}
