package org.fedfabric.trainer.demo;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Locale;
import org.fedfabric.trainer.report.CriticalPath;
import org.fedfabric.trainer.report.RunReport;

/** The lines a demo ends with: what it was worth, what the ledger holds, where the report is, what to try next. */
final class Summary {
    private Summary() {}

    static void print(RunReport report, Path page, Screen screen) {
        screen.line("");
        screen.line("                          accuracy     F1");
        screen.line(
                String.format(Locale.ROOT, "federated                   %.4f  %.3f", report.accuracy(), report.f1()));
        if (report.localOnlyF1() != null) {
            screen.line(String.format(Locale.ROOT, "each enterprise alone            –  %.3f", report.localOnlyF1()));
            screen.line(String.format(Locale.ROOT, "all data pooled                  –  %.3f", report.pooledF1()));
        }
        screen.line("");
        screen.line("participant                   selected  accepted  rejected  reputation"
                + (measured(report) ? "  contribution" : "")
                + (report.noise() == null ? "" : "         ε"));
        for (RunReport.Member m : report.members()) {
            screen.line(String.format(
                    Locale.ROOT,
                    "%-28s  %8d  %8d  %8d  %10.3f%s%s%s",
                    m.id(),
                    m.selected(),
                    m.accepted(),
                    m.rejected(),
                    m.reputation(),
                    measured(report) ? String.format(Locale.ROOT, "  %12s", worth(m.contribution())) : "",
                    report.noise() == null ? "" : String.format(Locale.ROOT, "  %8s", epsilon(m.epsilon())),
                    m.attacker() == null ? "" : "  simulates " + m.attacker()));
        }
        screen.line("");
        screen.line("On the ledger (" + report.ledgerHeight()
                + " blocks): the model of every version and the transaction" + " that published it");
        for (RunReport.Version v : report.history()) {
            String by = v.version() == 0
                    ? "task start"
                    : report.history().get((int) v.version() - 1).transactionId();
            screen.line(String.format(Locale.ROOT, "  %3d  %s  %s", v.version(), v.modelCid(), by == null ? "–" : by));
        }
        screen.line("");
        screen.line(String.format(
                Locale.ROOT,
                "%.1f s from the command to the final model: start %.1f, training %.1f, validation %.1f, ledger %.1f,"
                        + " content %.1f.",
                report.wallSeconds(),
                report.times().startSeconds(),
                report.times().trainingSeconds(),
                report.times().validationSeconds(),
                report.times().ledgerSeconds(),
                report.times().contentSeconds()));
        CriticalPath mean = report.times().perVersion(report.versions());
        screen.line(String.format(
                Locale.ROOT,
                "%.2f s a version: training %.2f, validation %.2f, ledger %.2f, content %.2f. %.1f %% of the updates accepted,"
                        + " %d failed transactions%s.",
                mean.totalSeconds(),
                mean.trainingSeconds(),
                mean.validationSeconds(),
                mean.ledgerSeconds(),
                mean.contentSeconds(),
                100 * report.acceptedShare(),
                report.failedTransactions(),
                report.peakMemoryMb() == null
                        ? ""
                        : ", at most " + report.peakMemoryMb() + " MB of memory in all processes"));
        screen.line(privacy(report));
        screen.line("Report: " + page);
        screen.line("Next:   bin/fedfabric ledger show " + report.task() + "    (stop: ./test-network.sh down)");
        screen.line("        bin/fedfabric model show " + report.task() + "     (where the model came from)");
    }

    private static boolean measured(RunReport report) {
        return report.members().stream().anyMatch(member -> member.contribution() != null);
    }

    private static String worth(Double contribution) {
        return contribution == null ? "–" : String.format(Locale.ROOT, "%+.4f", contribution);
    }

    private static String epsilon(Double epsilon) {
        return epsilon == null ? "∞" : String.format(Locale.ROOT, "%.3f", epsilon);
    }

    private static String privacy(RunReport report) {
        if (report.noise() == null) {
            return "Privacy: no noise (ε = ∞): every member can read every revealed update.";
        }
        if (report.epsilon() == null) {
            return "Privacy: ε = ∞. Protected: " + report.noise().protects() + ".";
        }
        return String.format(
                Locale.ROOT,
                "Privacy: ε = %.3f at δ = %s spent by each participant at most (noise multiplier %.4f, signal to noise %.3g at most)."
                        + " Protected: %s.",
                report.epsilon(),
                BigDecimal.valueOf(report.delta()).stripTrailingZeros().toPlainString(),
                report.noise().multiplier(),
                report.noise().signalToNoise(),
                report.noise().protects());
    }
}
