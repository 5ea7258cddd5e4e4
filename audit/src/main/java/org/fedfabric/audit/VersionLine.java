package org.fedfabric.audit;

import java.util.List;

/**
 * What the replay says of one version of a task: of the transactions that led to it, from the submissions to the version
 * before to the Advance that published it; of version 0, from Create to Start.
 *
 * @param task the task
 * @param version the version's number, from 0
 * @param confirmation whether everything recorded of it followed from what was recorded before
 * @param contributors how many updates it was made of
 * @param included how many of them count
 * @param rejected how many were rejected
 * @param unavailable how many were named unavailable
 * @param outvoted how many the aggregation rule left out
 * @param modelCid the model's address as recorded
 * @param modelRecomputed whether the same address came out of the updates' bytes, or of the seed
 * @param scoreMicros the model's own score as recorded, in millionths
 * @param reputationsChanged members whose expectation changed
 * @param submissionsCharged submissions that were paid for from an allotment
 * @param endorsers organisations whose endorsement of the publishing transaction counts, sorted
 * @param contents how many contents were read and verified against their addresses
 * @param contentBytes their length together
 * @param remarks what a reader has to know of this version, such as what nobody can check
 */
public record VersionLine(
        String task,
        long version,
        Confirmation confirmation,
        int contributors,
        int included,
        int rejected,
        int unavailable,
        int outvoted,
        String modelCid,
        boolean modelRecomputed,
        long scoreMicros,
        int reputationsChanged,
        int submissionsCharged,
        List<String> endorsers,
        int contents,
        long contentBytes,
        List<String> remarks) {
    /** Takes copies. */
    public VersionLine {
        endorsers = List.copyOf(endorsers);
        remarks = List.copyOf(remarks);
    }

    /** One line for people, without the remarks. */
    public String summary() {
        return "version " + version + "  " + confirmation + "  " + contributors + " contributors (" + included
                + " included, " + rejected + " rejected, " + unavailable + " unavailable"
                + (outvoted == 0 ? "" : ", " + outvoted + " outvoted") + ")  model " + modelCid + " "
                + (modelRecomputed ? "recomputed" : "not recomputed") + "  score " + decimal(scoreMicros) + "  "
                + reputationsChanged + " reputations changed  " + submissionsCharged + " submissions charged  "
                + contents + " contents, " + contentBytes + " bytes  endorsed by " + String.join(", ", endorsers);
    }

    private static String decimal(long micros) {
        return java.math.BigDecimal.valueOf(micros, 6).toPlainString();
    }
}
