package org.fedfabric.chaincode.ledger;

import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.canonical.Digests;
import org.fedfabric.protocol.ledger.RosterPage;

/**
 * Roster pages as read from their bytes, the least recently used forgotten first. A large roster is read whole by every
 * Close and Advance, and most of its pages are as they were in the version before; hashing a page costs a tenth of parsing
 * it. Named by their content, so what is remembered cannot be wrong.
 */
public final class RosterPages {
    /** Rosters of 16,384 members; about 5 MB if all pages are full. */
    private static final int MOST = 64;

    private final Map<String, RosterPage> byDigest = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, RosterPage> eldest) {
            return size() > MOST;
        }
    };

    /** The page that these bytes are. */
    RosterPage read(byte[] canonical) {
        String digest = HexFormat.of().formatHex(Digests.sha256(canonical));
        synchronized (byDigest) {
            RosterPage known = byDigest.get(digest);
            if (known != null) {
                return known;
            }
        }
        RosterPage page = CanonicalJson.read(canonical, RosterPage.class);
        synchronized (byDigest) {
            byDigest.put(digest, page);
        }
        return page;
    }
}
