package org.fedfabric.trainer.learning;

/** Which engine this process multiplies with. */
public final class LearningEngine {
    private LearningEngine() {}

    /** Its name: OpenBLAS, or Java where no native library loads. */
    public static String name() {
        return Gemms.shared().name();
    }
}
