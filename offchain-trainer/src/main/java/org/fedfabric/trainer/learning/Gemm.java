package org.fedfabric.trainer.learning;

/**
 * Products of single-precision matrices, on memory of its own kind. One thread computes each product; different threads
 * may compute different products at once. Equal inputs give equal bits, on the same machine.
 */
interface Gemm {
    /** What messages call it. */
    String name();

    /** Memory for this engine's products, all zero. */
    Floats allocate(int length);

    /**
     * C ← α·A·B + β·C. With β = 0 the former contents of C do not matter, not even NaN.
     *
     * @param a m × k, transposed or not
     * @param b k × n, transposed or not
     * @param c m × n, not transposed
     */
    void multiply(float alpha, Matrix a, Matrix b, float beta, Matrix c);

    /** y ← y + α·x, over the whole of two memories of equal length. */
    void addScaled(float alpha, Floats x, Floats y);

    /** Throws unless the three shapes make a product. */
    static void requireProduct(Matrix a, Matrix b, Matrix c) {
        if (a.width() != b.height() || a.height() != c.rows() || b.width() != c.columns() || c.transposed()) {
            throw new IllegalArgumentException(
                    "A product's matrices must be m × k, k × n and m × n. Provided value: " + a + ", " + b + ", " + c);
        }
    }
}
