package org.fedfabric.embedded.delivery;

import java.util.Optional;
import org.hyperledger.fabric.protos.orderer.SeekInfo;
import org.hyperledger.fabric.protos.orderer.SeekPosition;

/**
 * The blocks a seek asks for.
 *
 * @param start the first block's number
 * @param stop the last block's number, unsigned: -1 means for ever
 */
public record SeekRange(long start, long stop) {
    /** Every block there will ever be. */
    public static final long NEVER = -1L;

    /** The range, or empty if the seek makes no sense. Block 0 always exists, so there is always a newest block. */
    static Optional<SeekRange> of(SeekInfo seek, long height) {
        if (!seek.hasStart() || !seek.hasStop()) {
            return Optional.empty();
        }
        long start = start(seek.getStart(), height);
        long stop;
        switch (seek.getStop().getTypeCase()) {
            case SPECIFIED:
                stop = seek.getStop().getSpecified().getNumber();
                break;
            case OLDEST:
                stop = start;
                break;
            default:
                stop = seek.getStart().equals(seek.getStop()) ? start : height - 1;
        }
        return Long.compareUnsigned(stop, start) < 0 ? Optional.empty() : Optional.of(new SeekRange(start, stop));
    }

    /** The number of the first block of a position. */
    public static long start(SeekPosition position, long height) {
        switch (position.getTypeCase()) {
            case OLDEST:
                return 0;
            case NEWEST:
                return height - 1;
            case SPECIFIED:
                return position.getSpecified().getNumber();
            default:
                return height;
        }
    }
}
