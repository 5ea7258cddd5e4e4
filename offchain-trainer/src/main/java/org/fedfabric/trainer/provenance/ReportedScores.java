package org.fedfabric.trainer.provenance;

import java.util.List;
import org.fedfabric.protocol.ledger.HoldOutScore;
import org.fedfabric.protocol.ledger.LocalScore;
import org.fedfabric.trainer.ledger.FederationContract;
import org.fedfabric.trainer.ledger.LedgerException;

/**
 * How well a version does on the rows that members hold out, as they say of themselves. The means weigh each member by its
 * bucket of rows, 2^rowsLog2; they are 0 where nobody said anything.
 *
 * @param version the version
 * @param scores the claims, by participant id
 * @param meanLoss weighted mean of the losses, in nats
 * @param meanAccuracy weighted mean of the accuracies, in [0, 1]
 */
public record ReportedScores(long version, List<LocalScore> scores, double meanLoss, double meanAccuracy) {
    /** Keeps a copy. */
    public ReportedScores {
        scores = List.copyOf(scores);
    }

    /** Reads what members said of a version. */
    public static ReportedScores read(FederationContract contract, String task, long version) throws LedgerException {
        return of(version, contract.reports(task, version));
    }

    /** With the means of these claims. */
    static ReportedScores of(long version, List<LocalScore> scores) {
        double weights = 0;
        double loss = 0;
        double accuracy = 0;
        for (LocalScore local : scores) {
            HoldOutScore score = local.score();
            double weight = (double) (1L << score.rowsLog2());
            weights += weight;
            loss += weight * score.lossMicros() / 1e6;
            accuracy += weight * score.accuracyMicros() / 1e6;
        }
        return scores.isEmpty()
                ? new ReportedScores(version, scores, 0, 0)
                : new ReportedScores(version, scores, loss / weights, accuracy / weights);
    }
}
