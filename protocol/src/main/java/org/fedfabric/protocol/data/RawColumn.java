package org.fedfabric.protocol.data;

import org.fedfabric.protocol.canonical.Checks;

/**
 * The values of one input column, in the order of the rows. Arrays are not copied (a data set can be large): whoever
 * makes a column leaves its array alone afterwards.
 */
public sealed interface RawColumn {
    /**
     * Pixels of a {@link Column.Pixels}: unsigned bytes, image after image, each height × width × channels. Or buckets of a
     * {@link Column.Words}: 0 or 1, row after row.
     *
     * @param values the bytes
     */
    record Bytes(byte[] values) implements RawColumn {
        /** Checks presence. */
        public Bytes {
            Checks.present(values, "bytes of a column");
        }
    }

    /**
     * Numbers of a {@link Column.Numeric} or {@link Column.Logarithmic}.
     *
     * @param values finite, or NaN where the value is missing
     */
    record Numbers(double[] values) implements RawColumn {
        /** Checks presence. */
        public Numbers {
            Checks.present(values, "numbers of a column");
        }
    }

    /**
     * Words of a {@link Column.Category} by their place in its list.
     *
     * @param values 0 to number of words − 1, or −1 where the value is missing
     */
    record Codes(int[] values) implements RawColumn {
        /** Checks presence. */
        public Codes {
            Checks.present(values, "codes of a column");
        }
    }
}
