package org.fedfabric.audit.finding;

import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * One divergence between what is recorded and what follows from the rest of the evidence.
 *
 * @param kind stable name in lower case with hyphens, such as {@code data-hash}; docs/audit.md lists them
 * @param block number of the block, where there is one
 * @param transaction position in the block, from 0, where there is one
 * @param txId the transaction's id, or an empty string
 * @param version the task's version, where there is one
 * @param sentence what must hold, what is recorded instead
 */
public record Finding(
        String kind, OptionalLong block, OptionalInt transaction, String txId, OptionalInt version, String sentence) {
    /** Requires everything to be present. */
    public Finding {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(block, "block");
        Objects.requireNonNull(transaction, "transaction");
        Objects.requireNonNull(txId, "txId");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(sentence, "sentence");
    }

    /** A finding about the evidence as a whole. */
    public static Finding general(String kind, String sentence) {
        return new Finding(kind, OptionalLong.empty(), OptionalInt.empty(), "", OptionalInt.empty(), sentence);
    }

    /** A finding about a block. */
    public static Finding ofBlock(String kind, long block, String sentence) {
        return new Finding(kind, OptionalLong.of(block), OptionalInt.empty(), "", OptionalInt.empty(), sentence);
    }

    /** A finding about a transaction. */
    public static Finding ofTransaction(String kind, long block, int transaction, String txId, String sentence) {
        return new Finding(
                kind, OptionalLong.of(block), OptionalInt.of(transaction), txId, OptionalInt.empty(), sentence);
    }

    /** The same finding, said of a version of the task. */
    public Finding inVersion(int taskVersion) {
        return new Finding(kind, block, transaction, txId, OptionalInt.of(taskVersion), sentence);
    }

    /** One line: where, what, why. */
    @Override
    public String toString() {
        StringBuilder line = new StringBuilder();
        block.ifPresent(number -> line.append("block ").append(number).append(' '));
        transaction.ifPresent(
                position -> line.append("transaction ").append(position).append(' '));
        if (!txId.isEmpty()) {
            line.append(txId, 0, Math.min(12, txId.length())).append("… ");
        }
        version.ifPresent(number -> line.append("version ").append(number).append(' '));
        return line.append(kind).append(": ").append(sentence).toString();
    }
}
