package org.fedfabric.protocol.update;

import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.canonical.Names;

/**
 * What the bytes of an update say of themselves; every field is compared with the ledger's record, so bytes cannot be
 * replayed in another task, channel or version, nor copied by another participant.
 *
 * @param schema version of this record's form, 1
 * @param channel the channel
 * @param task the task
 * @param base the version it starts from
 * @param baseCid that version's model
 * @param participantId who made it
 * @param specDigest the task's terms
 * @param encoding form of the values
 * @param count number of values
 */
public record UpdateHeader(
        int schema,
        String channel,
        String task,
        long base,
        String baseCid,
        String participantId,
        String specDigest,
        String encoding,
        int count) {
    /** More than any header takes in canonical JSON: its free texts are names and a CID. */
    static final int MAX_BYTES = 4_096;

    /** Checks the parts. */
    public UpdateHeader {
        Checks.inRange(schema, 1, 1, "schema of an update header");
        Checks.present(channel, "channel");
        Names.requireId(task, "task");
        Checks.inRange(base, 0, 1L << 40, "base");
        Checks.present(baseCid, "baseCid");
        Names.requireParticipantId(participantId, "participant id");
        Names.requireDigest(specDigest, "specDigest");
        Checks.present(encoding, "encoding");
        Checks.inRange(count, 1, 10_000_000, "count of values");
    }

    /** This header with another number of values. */
    UpdateHeader withCount(int values) {
        return new UpdateHeader(schema, channel, task, base, baseCid, participantId, specDigest, encoding, values);
    }
}
