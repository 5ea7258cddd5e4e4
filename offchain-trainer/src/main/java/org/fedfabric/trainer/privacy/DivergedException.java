package org.fedfabric.trainer.privacy;

/** Training ended in parameters that are no finite numbers; there is nothing to submit for this version. */
public final class DivergedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DivergedException(int parameter, float value) {
        super("Training must end in finite parameters. Provided value: " + value + " at parameter " + parameter
                + ". Lower the learning rate, or look for extreme values in the data.");
    }
}
