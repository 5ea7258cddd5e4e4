package org.fedfabric.embedded.wire;

import java.util.HexFormat;
import org.hyperledger.fabric.protos.common.SignatureHeader;

/** Transaction ids: nobody chooses one, it follows from the sender and a nonce. */
final class TransactionIds {
    private TransactionIds() {}

    /** Lower-case hexadecimal SHA-256 of nonce and creator. */
    static String of(SignatureHeader header) {
        return HexFormat.of()
                .formatHex(Sha256.of(header.getNonce(), header.getCreator()).toByteArray());
    }
}
