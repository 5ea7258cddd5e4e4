package org.fedfabric.embedded.state;

import java.util.Iterator;
import java.util.Map;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.RangeQueryInfo;

/**
 * A range query of a running contract: hands out rows and remembers which, so that validation can tell whether the same
 * query would still see the same rows. What counts is what was pulled here, not what the contract looked at.
 */
public final class RangeScan {
    private final Iterator<Map.Entry<String, VersionedValue>> rows;
    private final String start;
    private final String end;
    private final RangeDigest seen = new RangeDigest(RangeDigest.DEGREE);
    private String lastKey = "";
    private boolean exhausted;

    RangeScan(Iterator<Map.Entry<String, VersionedValue>> rows, String start, String end) {
        this.rows = rows;
        this.start = start;
        this.end = end;
    }

    /** The next row, or null after the last one. */
    public Map.Entry<String, VersionedValue> next() {
        if (!rows.hasNext()) {
            exhausted = true;
            return null;
        }
        Map.Entry<String, VersionedValue> row = rows.next();
        lastKey = row.getKey();
        seen.add(row.getKey(), row.getValue().version());
        return row;
    }

    /** An exhausted scan vouches for its whole range, any other for what lies up to the last row it handed out. */
    RangeQueryInfo toMessage() {
        RangeQueryInfo.Builder info = RangeQueryInfo.newBuilder()
                .setStartKey(start)
                .setEndKey(exhausted ? end : lastKey)
                .setItrExhausted(exhausted);
        return seen.isRaw()
                ? info.setRawReads(seen.rawReads()).build()
                : info.setReadsMerkleHashes(seen.summary()).build();
    }
}
