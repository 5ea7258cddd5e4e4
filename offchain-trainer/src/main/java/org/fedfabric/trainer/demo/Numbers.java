package org.fedfabric.trainer.demo;

/** Numbers inside option values, with a sentence when they are none. */
final class Numbers {
    private Numbers() {}

    static int positive(String text, String what) {
        try {
            int value = Integer.parseInt(text);
            if (value > 0) {
                return value;
            }
        } catch (NumberFormatException e) {
            // The sentence below says it.
        }
        throw new DemoException(DemoException.USAGE, what + " must be a number from 1. Provided value: " + text);
    }
}
