package org.fedfabric.protocol.model;

import org.fedfabric.protocol.canonical.Checks;

/**
 * Height × width × channels of one example's values between two layers.
 *
 * @param height rows, 1 to 4,096; 1 for a flat row
 * @param width columns, 1 to 4,096; 1 for a flat row
 * @param channels values per position, 1 to 1,048,576
 */
public record Shape(int height, int width, int channels) {
    /** Checks the ranges. */
    public Shape {
        Checks.inRange(height, 1, 4_096, "height");
        Checks.inRange(width, 1, 4_096, "width");
        Checks.inRange(channels, 1, 1 << 20, "channels");
        Checks.inRange((long) height * width * channels, 1, 1 << 24, "values of one example");
    }

    /** A row of n values. */
    public static Shape flat(int n) {
        return new Shape(1, 1, n);
    }

    /** How many values one example has. */
    public int size() {
        return height * width * channels;
    }
}
