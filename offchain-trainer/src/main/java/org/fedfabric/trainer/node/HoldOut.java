package org.fedfabric.trainer.node;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.BitSet;
import org.fedfabric.protocol.canonical.Digests;
import org.fedfabric.protocol.data.FeatureRows;

/**
 * A participant's rows, divided into those it trains on and those that only score versions. Each row's own features decide,
 * through SHA-256: so the division is the same after every restart and in any order of the rows, a row that is added moves
 * no other, equal rows are never on both sides, here or at another participant of the same percent, and the hold-out of a
 * larger percent contains that of a smaller one.
 *
 * @param training rows to train on
 * @param heldOut rows never trained on
 */
record HoldOut(FeatureRows training, FeatureRows heldOut) {
    private static final byte[] USE = "fedfabric hold-out".getBytes(StandardCharsets.US_ASCII);

    /**
     * Divides rows.
     *
     * @param percent of the rows to hold out, on average
     * @throws IllegalArgumentException if no row is left to train on
     */
    static HoldOut of(FeatureRows rows, int percent) {
        BitSet out = heldOut(rows, percent);
        if (out.isEmpty()) {
            return new HoldOut(rows, select(rows, out, true));
        }
        if (out.cardinality() == rows.rows()) {
            throw new IllegalArgumentException("A hold-out must leave rows to train on. Provided value: " + percent
                    + " percent of " + rows.rows() + " rows, which is all of them. Hold out less, or give more rows.");
        }
        return new HoldOut(select(rows, out, false), select(rows, out, true));
    }

    /** Which rows are held out. */
    static BitSet heldOut(FeatureRows rows, int percent) {
        BitSet out = new BitSet(rows.rows());
        if (percent == 0) {
            return out;
        }
        MessageDigest sha256 = Digests.newSha256();
        ByteBuffer row = ByteBuffer.allocate(Math.multiplyExact(rows.width(), Float.BYTES));
        for (int r = 0; r < rows.rows(); r++) {
            row.clear();
            row.asFloatBuffer().put(rows.features(), r * rows.width(), rows.width());
            sha256.update(USE);
            sha256.update(row);
            out.set(r, Long.remainderUnsigned(ByteBuffer.wrap(sha256.digest()).getLong(), 100) < percent);
        }
        return out;
    }

    private static FeatureRows select(FeatureRows rows, BitSet out, boolean wanted) {
        int width = rows.width();
        int count = wanted ? out.cardinality() : rows.rows() - out.cardinality();
        float[] features = new float[count * width];
        int[] labels = new int[count];
        int next = 0;
        for (int r = 0; r < rows.rows(); r++) {
            if (out.get(r) == wanted) {
                System.arraycopy(rows.features(), r * width, features, next * width, width);
                labels[next++] = rows.labels()[r];
            }
        }
        return new FeatureRows(features, labels, width);
    }
}
