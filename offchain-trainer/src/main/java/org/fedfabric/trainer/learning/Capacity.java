package org.fedfabric.trainer.learning;

import org.fedfabric.protocol.model.ModelSpec;
import org.fedfabric.protocol.model.Shape;

/** How many examples go through a network at once. */
final class Capacity {
    /** Values between layers to hold at once, 2 MiB: more slows convolutions down, less cuts usual batches into parts. */
    private static final int FLOATS = 1 << 19;

    /** Fewer than this make products too flat. */
    private static final int LEAST = 16;

    /** More than this makes nothing faster. */
    private static final int MOST = 256;

    private Capacity() {}

    /** Examples per pass for this network. */
    static int of(ModelSpec spec) {
        int floats = spec.shapes().stream().mapToInt(Shape::size).sum();
        return Math.max(LEAST, Math.min(MOST, FLOATS / floats));
    }
}
