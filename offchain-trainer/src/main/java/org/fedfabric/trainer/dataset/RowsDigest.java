package org.fedfabric.trainer.dataset;

import java.util.HexFormat;
import org.fedfabric.protocol.canonical.Digests;
import org.fedfabric.protocol.data.RawRows;
import org.fedfabric.protocol.data.RowsBlob;

/**
 * What the ledger learns of the rows themselves: a Merkle root. Leaf i = SHA-256(00 ‖ HMAC-SHA256(key, canonical row i)),
 * inner node = SHA-256(01 ‖ left ‖ right), a node without partner moves up as it is (the tree of RFC 9162, section 2.1).
 * The two prefixes keep a leaf from passing as a node; rows count in their order.
 */
public final class RowsDigest {
    private static final byte[] LEAF = {0};
    private static final byte[] NODE = {1};

    private RowsDigest() {}

    /** The root over all rows, in hexadecimal; of no rows, SHA-256 of nothing. */
    public static String of(DigestKey key, RawRows rows) {
        byte[][] level = new byte[rows.rows()][];
        for (int row = 0; row < level.length; row++) {
            level[row] = Digests.sha256(LEAF, key.mac(RowsBlob.canonicalRow(rows, row)));
        }
        return HexFormat.of().formatHex(root(level));
    }

    static byte[] root(byte[][] leaves) {
        if (leaves.length == 0) {
            return Digests.sha256();
        }
        byte[][] level = leaves;
        while (level.length > 1) {
            byte[][] above = new byte[(level.length + 1) / 2][];
            for (int i = 0; i < above.length; i++) {
                above[i] =
                        2 * i + 1 < level.length ? Digests.sha256(NODE, level[2 * i], level[2 * i + 1]) : level[2 * i];
            }
            level = above;
        }
        return level[0];
    }
}
