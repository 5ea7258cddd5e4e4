package org.fedfabric.protocol.aggregation;

import java.util.Collections;
import java.util.List;

/**
 * What a rule made of a version's updates.
 *
 * @param parameters the parameters of the next version, all finite
 * @param parts what became of each update, in the order they were given
 */
public record Aggregate(float[] parameters, List<Part> parts) {
    /**
     * What became of one update.
     *
     * @param counted whether it is part of the next version
     * @param measureMicros what the rule measured of it, in millionths ({@code Verdict.measureMicros}), or absent
     */
    public record Part(boolean counted, Long measureMicros) {
        /** Part of the next version, and nothing was measured. */
        static final Part COUNTED = new Part(true, null);
    }

    /** Takes a copy of the parts. */
    public Aggregate {
        parts = List.copyOf(parts);
    }

    /** An aggregate of all updates by a rule that measures nothing. */
    static Aggregate ofAll(float[] parameters, int updates) {
        return new Aggregate(parameters, Collections.nCopies(updates, Part.COUNTED));
    }
}
