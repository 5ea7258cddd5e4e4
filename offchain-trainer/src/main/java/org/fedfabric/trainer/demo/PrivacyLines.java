package org.fedfabric.trainer.demo;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import org.fedfabric.protocol.privacy.NoiseDescriptor;
import org.fedfabric.protocol.task.Privacy;
import org.fedfabric.protocol.task.TaskSpec;
import org.fedfabric.trainer.report.RunReport;
import org.fedfabric.trainer.terms.ExpectedSignal;

/** What a demo says of its privacy: what is protected against whom, at which price. */
final class PrivacyLines {
    private static final String UNPROTECTED =
            "nothing: without noise every member can read every revealed update for ever";
    private static final String SIMULATED =
            "nothing: the noise is drawn from the task's seed, which every member knows and"
                    + " can subtract; ε is infinite";
    private static final String PROTECTED = "each participant's updates as a whole, so all of its rows at once, against"
            + " everybody who reads ledger and content store, the other members and endorsers included";

    private PrivacyLines() {}

    /** What is protected against whom, as a clause. */
    static String protects(TaskSpec spec) {
        if (spec.privacy().mechanism() == Privacy.Mechanism.NONE) {
            return UNPROTECTED;
        }
        return spec.isProtected() ? PROTECTED : SIMULATED;
    }

    /** The lines before the first version. */
    static List<String> before(TaskSpec spec, int updates) {
        if (spec.privacy().mechanism() == Privacy.Mechanism.NONE) {
            return List.of();
        }
        ExpectedSignal signal = ExpectedSignal.of(spec, updates);
        String noise = String.format(
                Locale.ROOT,
                "noise: %s, δ = %s, clip norm %s",
                NoiseDescriptor.of(spec),
                delta(spec),
                spec.quantisation().clipNorm());
        String protects = "protected: " + protects(spec);
        return signal.isDrowned()
                ? List.of(noise, protects, signal.describe(), signal.warning())
                : List.of(noise, protects, signal.describe());
    }

    /** The end of a version's line: what the participant that has spent most has spent. */
    static String spent(TaskSpec spec, Double epsilon) {
        if (spec.privacy().mechanism() == Privacy.Mechanism.NONE) {
            return "";
        }
        return epsilon == null ? "  ε ∞ (simulated)" : String.format(Locale.ROOT, "  ε %.3f", epsilon);
    }

    /** The report's account of the noise; null without. */
    static RunReport.Noise report(TaskSpec spec, int updates) {
        if (spec.privacy().mechanism() == Privacy.Mechanism.NONE) {
            return null;
        }
        ExpectedSignal signal = ExpectedSignal.of(spec, updates);
        return new RunReport.Noise(
                NoiseDescriptor.of(spec),
                spec.simulation(),
                spec.privacy().sigmaMicros() / 1e6,
                signal.clipNorm(),
                signal.noiseNorm(),
                signal.ratio(),
                protects(spec));
    }

    private static String delta(TaskSpec spec) {
        return BigDecimal.valueOf(spec.privacy().deltaPerBillion(), 9)
                .stripTrailingZeros()
                .toPlainString();
    }
}
