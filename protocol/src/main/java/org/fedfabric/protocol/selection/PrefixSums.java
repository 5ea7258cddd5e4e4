package org.fedfabric.protocol.selection;

/**
 * Sums of the first entries of a list whose entries change: P. Fenwick, "A new data structure for cumulative frequency
 * tables", 1994. Node i holds the sum of the entries (i − lowest bit of i, i], counted from 1.
 */
final class PrefixSums {
    private final long[] nodes;
    private long total;

    PrefixSums(long[] entries) {
        nodes = new long[entries.length + 1];
        for (int i = 0; i < entries.length; i++) {
            add(i, entries[i]);
        }
    }

    /** The sum of all entries. */
    long total() {
        return total;
    }

    /** Adds to an entry. */
    void add(int index, long difference) {
        total += difference;
        for (int node = index + 1; node < nodes.length; node += Integer.lowestOneBit(node)) {
            nodes[node] += difference;
        }
    }

    /**
     * The entry whose stretch of the sum holds a position.
     *
     * @param position 0 to total − 1
     * @return the smallest index with position below the sum of all entries up to and including it
     */
    int indexAt(long position) {
        int before = 0;
        long left = position;
        for (int step = Integer.highestOneBit(nodes.length); step > 0; step >>= 1) {
            int node = before + step;
            if (node < nodes.length && nodes[node] <= left) {
                before = node;
                left -= nodes[node];
            }
        }
        return before;
    }
}
