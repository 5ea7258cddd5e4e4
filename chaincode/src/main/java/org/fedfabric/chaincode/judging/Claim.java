package org.fedfabric.chaincode.judging;

import org.fedfabric.protocol.ledger.Contributor;
import org.fedfabric.protocol.ledger.Submission;
import org.fedfabric.protocol.ledger.UpdateRecord;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.update.UpdateBlob;
import org.fedfabric.protocol.update.UpdateHeader;

/**
 * An update to judge: everything that determines its verdict (protocol.md §4).
 *
 * @param terms the task, with its rules version
 * @param header what its bytes must say of themselves: channel, task, base, participant, encoding
 * @param cid address of the bytes
 * @param lengthBytes their length
 * @param rowsLog2 the participant's bucket of rows, which scales the norm bound
 * @param baseScoreMicros the base's own score
 * @param preimage what the submission revealed for the beacon
 */
public record Claim(
        Terms terms,
        UpdateHeader header,
        String cid,
        long lengthBytes,
        int rowsLog2,
        long baseScoreMicros,
        String preimage) {
    /**
     * What a verdict is remembered by. The channel is part of the header, since the same spec on two channels is two
     * tasks; the base's score follows from the spec and the base.
     */
    record Key(int rules, UpdateHeader header, String cid, long lengthBytes, int rowsLog2) {}

    /** What a contributor of a closed version claims. */
    public static Claim of(Terms terms, VersionRecord base, UpdateRecord update, Contributor contributor) {
        return new Claim(
                terms,
                header(terms, base, update.participantId(), update.submission()),
                contributor.cid(),
                contributor.lengthBytes(),
                contributor.rowsLog2(),
                base.scoreMicros(),
                update.submission().preimage());
    }

    /** Length of the bytes of any update that this submission could honestly announce. */
    public static long lengthBytes(Terms terms, VersionRecord base, String participantId, Submission submission) {
        return UpdateBlob.lengthBytes(header(terms, base, participantId, submission));
    }

    /** The same claim judged against another score of the base. */
    Claim against(long otherBaseScoreMicros) {
        return new Claim(terms, header, cid, lengthBytes, rowsLog2, otherBaseScoreMicros, preimage);
    }

    Key key() {
        return new Key(terms.spec().rules(), header, cid, lengthBytes, rowsLog2);
    }

    String participantId() {
        return header.participantId();
    }

    private static UpdateHeader header(Terms terms, VersionRecord base, String participantId, Submission submission) {
        return new UpdateHeader(
                1,
                terms.channel(),
                terms.spec().name(),
                base.version(),
                base.modelCid(),
                participantId,
                terms.digest(),
                submission.encoding(),
                terms.spec().model().parameterCount());
    }
}
