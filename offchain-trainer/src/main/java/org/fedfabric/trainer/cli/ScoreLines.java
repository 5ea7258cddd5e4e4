package org.fedfabric.trainer.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.fedfabric.protocol.ledger.LocalScore;
import org.fedfabric.trainer.provenance.ReportedScores;

/** Prints what members say of a version on their own rows, and that it is they who say it. */
final class ScoreLines {
    private ScoreLines() {}

    /** Prints nothing where nobody said anything. */
    static void print(ReportedScores reported) {
        if (reported.scores().isEmpty()) {
            return;
        }
        List<String[]> table = new ArrayList<>();
        table.add(new String[] {"participant", "held-out rows", "loss", "accuracy"});
        for (LocalScore local : reported.scores()) {
            table.add(new String[] {
                local.participantId(),
                "≥ " + (1L << local.score().rowsLog2()),
                decimals(local.score().lossMicros() / 1e6),
                decimals(local.score().accuracyMicros() / 1e6)
            });
        }
        table.add(new String[] {
            "mean, weighted by rows", "", decimals(reported.meanLoss()), decimals(reported.meanAccuracy())
        });
        System.out.println();
        System.out.println("Version " + reported.version()
                + " on members' own held-out rows, as each says of itself (nobody can check it):");
        Output.print(table);
    }

    private static String decimals(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
