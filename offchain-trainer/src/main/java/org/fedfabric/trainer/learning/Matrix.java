package org.fedfabric.trainer.learning;

/**
 * A row-major matrix inside some memory. Rows may overlap the next ones' columns only in a matrix that is read.
 *
 * @param memory where it lies
 * @param at position of its first element
 * @param rows how many rows lie in memory
 * @param columns how many columns lie in memory
 * @param stride from one row's start to the next one's, at least {@code columns}
 * @param transposed whether a product takes it with rows and columns exchanged
 */
record Matrix(Floats memory, int at, int rows, int columns, int stride, boolean transposed) {
    /** Checks that all of it lies inside the memory: native code would write beyond it without a word. */
    Matrix {
        if (at < 0
                || rows < 1
                || columns < 1
                || stride < columns
                || at + (rows - 1L) * stride + columns > memory.length()) {
            throw new IllegalArgumentException("A matrix must lie inside its memory of " + memory.length()
                    + " floats. Provided value: at " + at + ", " + rows + " × " + columns + ", stride " + stride);
        }
    }

    /** A matrix without gaps between its rows. */
    static Matrix dense(Floats memory, int at, int rows, int columns) {
        return new Matrix(memory, at, rows, columns, columns, false);
    }

    /** A matrix whose rows start {@code stride} apart. */
    static Matrix strided(Floats memory, int at, int rows, int columns, int stride) {
        return new Matrix(memory, at, rows, columns, stride, false);
    }

    /** The same memory read with rows and columns exchanged. */
    Matrix transpose() {
        return new Matrix(memory, at, rows, columns, stride, !transposed);
    }

    /** Rows as a product sees them. */
    int height() {
        return transposed ? columns : rows;
    }

    /** Columns as a product sees them. */
    int width() {
        return transposed ? rows : columns;
    }
}
