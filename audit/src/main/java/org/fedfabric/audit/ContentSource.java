package org.fedfabric.audit;

import java.util.Optional;
import org.fedfabric.contentstore.Cid;

/** Where an audit finds the bytes that the ledger only names. Every answer has been verified against its content id. */
@FunctionalInterface
public interface ContentSource {
    /** The bytes of a content id, or nothing if nobody has them any more. */
    Optional<byte[]> bytes(Cid cid);
}
