package org.fedfabric.trainer.learning;

/**
 * Which engine multiplies: OpenBLAS where its native library loads, else plain Java with a warning on standard error;
 * {@code -Dfedfabric.blas=openblas} insists on the first, {@code -Dfedfabric.blas=java} takes the second.
 */
final class Gemms {
    /** The system property that decides. */
    static final String PROPERTY = "fedfabric.blas";

    private Gemms() {}

    /** The engine of this process, chosen at the first call. */
    static Gemm shared() {
        return Holder.GEMM;
    }

    /** The engine for a setting: {@code auto}, {@code openblas} or {@code java}. */
    static Gemm choose(String setting) {
        return switch (setting) {
            case "java" -> new JavaGemm();
            case "openblas" -> new OpenBlasGemm();
            case "auto" -> automatic();
            default ->
                throw new IllegalArgumentException(
                        PROPERTY + " must be auto, openblas or java. Provided value: " + setting);
        };
    }

    private static Gemm automatic() {
        try {
            return new OpenBlasGemm();
        } catch (LinkageError | RuntimeException e) {
            System.err.println("Warning: OpenBLAS does not load on this machine (" + e
                    + "); training runs in plain Java, two to four times slower.");
            return new JavaGemm();
        }
    }

    private static final class Holder {
        static final Gemm GEMM = choose(System.getProperty(PROPERTY, "auto"));
    }
}
