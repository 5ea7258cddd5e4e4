package org.fedfabric.trainer.learning;

/** A training whose loss or parameters are no longer finite; it yields no parameters. */
public final class TrainingDivergedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long step;

    TrainingDivergedException(String what, long step, long steps, double rate) {
        super(what + " must stay finite, and at step " + step + " of " + steps
                + " it was not. Lower the learning rate; it is " + rate);
        this.step = step;
    }

    /** The step at which it was noticed, 1 for the first. */
    public long step() {
        return step;
    }
}
