package org.fedfabric.protocol.data;

import org.fedfabric.protocol.canonical.Checks;

/**
 * Rows as a network takes them. Arrays are not copied: whoever makes the rows leaves them alone afterwards.
 *
 * @param features rows × width, row after row, all finite
 * @param labels the class of each row, from 0
 * @param width features of one row
 */
public record FeatureRows(float[] features, int[] labels, int width) {
    /** Checks that the lengths fit. */
    public FeatureRows {
        Checks.present(features, "features");
        Checks.present(labels, "labels");
        Checks.inRange(width, 1, 1 << 24, "width");
        Checks.require(
                features.length == (long) labels.length * width,
                labels.length + " rows must have " + width + " features each",
                features.length);
    }

    /** Number of rows. */
    public int rows() {
        return labels.length;
    }
}
