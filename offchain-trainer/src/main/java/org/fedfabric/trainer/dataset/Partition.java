package org.fedfabric.trainer.dataset;

import java.util.List;
import org.fedfabric.protocol.data.RawRows;

/**
 * How rows are divided among participants in an experiment. Every row goes to exactly one participant, every participant
 * gets at least one, and the same seed gives the same division. {@link Object#toString()} gives the form {@link #parse}
 * reads.
 */
public interface Partition {
    /**
     * Divides the rows.
     *
     * @param participants how many, at least 1
     * @return for each participant the numbers of its rows, ascending
     * @throws DatasetException if a participant would get no row, or the rule does not fit the rows
     */
    List<int[]> divide(RawRows rows, int participants, long seed);

    /** Whether it leaves participants with some classes only, so that one's update alone looks like an attack. */
    default boolean leavesFewClasses() {
        return false;
    }

    /**
     * Reads a rule from a command line.
     *
     * @param text {@code iid}, {@code shards:K} (K label shards each; {@code shards} alone is {@code shards:2}), {@code
     *     dirichlet:A} (by label, concentration A), {@code column:NAME} (by the values of a category) or {@code files} (a
     *     file to each enterprise)
     */
    static Partition parse(String text) {
        int colon = text.indexOf(':');
        String kind = colon < 0 ? text : text.substring(0, colon);
        String value = colon < 0 ? "" : text.substring(colon + 1);
        try {
            if (kind.equals("iid") && colon < 0) {
                return new IidPartition();
            } else if (kind.equals("files") && colon < 0) {
                return new FilePartition();
            } else if (kind.equals("shards")) {
                return new ShardPartition(colon < 0 ? ShardPartition.MCMAHAN : Integer.parseInt(value));
            } else if (kind.equals("dirichlet")) {
                return new DirichletPartition(value);
            } else if (kind.equals("column") && !value.isEmpty()) {
                return new ColumnPartition(value);
            }
        } catch (IllegalArgumentException e) {
            throw refused(text, e);
        }
        throw refused(text, null);
    }

    private static DatasetException refused(String text, IllegalArgumentException cause) {
        return new DatasetException(
                "partition must be iid, shards, shards:K with K from 1 to 1000, dirichlet:A with A from 0.001 to 1000,"
                        + " column:NAME or files. Provided value: " + text + ". Give one of these.",
                cause);
    }
}
