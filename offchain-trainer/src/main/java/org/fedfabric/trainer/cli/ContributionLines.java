package org.fedfabric.trainer.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.fedfabric.trainer.ledger.Standing;

/** Prints what members' updates were worth, where the task measures it. */
final class ContributionLines {
    private ContributionLines() {}

    /** Prints nothing where nothing was measured. */
    static void print(List<Standing> roster) {
        List<String[]> table = new ArrayList<>();
        table.add(new String[] {"participant", "included", "contribution"});
        for (Standing standing : roster) {
            Long micros = standing.member().counts().contributionMicros();
            if (micros != null) {
                table.add(new String[] {
                    standing.member().id(),
                    Integer.toString(standing.member().counts().included()),
                    signed(micros)
                });
            }
        }
        if (table.size() > 1) {
            System.out.println();
            System.out.println("What members' updates were worth, in the score on the validation rows (+ helped):");
            Output.print(table);
        }
    }

    /** Millionths as a number with its sign. */
    static String signed(long micros) {
        return String.format(Locale.ROOT, "%+.6f", micros / 1e6);
    }
}
