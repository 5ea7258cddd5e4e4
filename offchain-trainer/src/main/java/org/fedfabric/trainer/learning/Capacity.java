package org.fedfabric.trainer.learning;

import org.fedfabric.protocol.model.ModelSpec;
import org.fedfabric.protocol.model.Shape;

/** How many examples go through a network at once. */
final class Capacity {
    /** Values between layers that a pass should keep near the processor: 2¹⁷ floats are half of a 1 MiB cache. */
    private static final int CACHED_FLOATS = 1 << 17;

    /** Fewer than this make products too flat. */
    private static final int LEAST = 8;

    /** More than this makes nothing faster. */
    private static final int MOST = 256;

    private Capacity() {}

    /** Examples per pass for this network. */
    static int of(ModelSpec spec) {
        int floats = spec.shapes().stream().mapToInt(Shape::size).sum();
        return Math.max(LEAST, Math.min(MOST, CACHED_FLOATS / floats));
    }
}
