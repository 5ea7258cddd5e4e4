package org.fedfabric.benchmarks.engine;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.blas_set_num_threads;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.fedfabric.benchmarks.measure.Contender;
import org.fedfabric.benchmarks.measure.OwnWork;
import org.fedfabric.protocol.model.Layer;
import org.fedfabric.protocol.model.ModelSpec;
import org.fedfabric.protocol.model.Shape;

/**
 * Nothing but the matrix products of a network, each as one call of {@code cblas_sgemm} for the whole batch: no copies,
 * biases, ReLU, pools, loss or row order. A convolution is the product of its spread-out windows with its weights.
 */
public final class BareProducts implements Opponent {
    private final ModelSpec spec;

    /** The products of that network. */
    public BareProducts(ModelSpec spec) {
        this.spec = spec;
        blas_set_num_threads(1);
    }

    @Override
    public String name() {
        return "cblas_sgemm of the same shapes";
    }

    @Override
    public boolean isTorch() {
        return false;
    }

    @Override
    public Contender training(int batch, int steps) {
        return repeated(batch, steps, /* training= */ true);
    }

    @Override
    public Contender forward(int batch, int steps) {
        return repeated(batch, steps, /* training= */ false);
    }

    private Contender repeated(int batch, int steps, boolean training) {
        List<Product> products = new ArrayList<>();
        List<Shape> shapes = spec.shapes();
        for (int i = 0; i < spec.layers().size(); i++) {
            Layer layer = spec.layers().get(i);
            Shape out = shapes.get(i + 1);
            int parameters = layer.parameterCount(shapes.get(i));
            if (parameters > 0) {
                int columns = out.channels();
                int depth = parameters / columns - 1; // the last row of the parameters is the bias
                int rows = Math.multiplyExact(batch, out.size() / columns);
                boolean first = products.isEmpty();
                products.add(new Product(rows, columns, depth, CblasNoTrans, CblasNoTrans));
                if (training) {
                    products.add(new Product(depth, columns, rows, CblasTrans, CblasNoTrans));
                }
                if (training && !first) {
                    products.add(new Product(rows, depth, columns, CblasNoTrans, CblasTrans));
                }
            }
        }
        return new OwnWork(() -> {
            for (int step = 0; step < steps; step++) {
                products.forEach(Product::multiply);
            }
        });
    }

    /** C ← A·B with C of m × n, and memory of its own. */
    private static final class Product {
        private final int m;
        private final int n;
        private final int k;
        private final int transposeA;
        private final int transposeB;
        private final FloatPointer a;
        private final FloatPointer b;
        private final FloatPointer c;

        Product(int m, int n, int k, int transposeA, int transposeB) {
            this.m = m;
            this.n = n;
            this.k = k;
            this.transposeA = transposeA;
            this.transposeB = transposeB;
            this.a = new FloatPointer(new float[Math.multiplyExact(m, k)]);
            this.b = new FloatPointer(new float[Math.multiplyExact(k, n)]);
            this.c = new FloatPointer(new float[Math.multiplyExact(m, n)]);
        }

        void multiply() {
            cblas_sgemm(
                    CblasRowMajor,
                    transposeA,
                    transposeB,
                    m,
                    n,
                    k,
                    1f,
                    a,
                    transposeA == CblasTrans ? m : k,
                    b,
                    transposeB == CblasTrans ? k : n,
                    0f,
                    c,
                    n);
        }
    }

    @Override
    public void close() {
        // The memory goes with the objects.
    }
}
