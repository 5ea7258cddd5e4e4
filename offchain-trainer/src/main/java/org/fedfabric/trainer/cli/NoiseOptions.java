package org.fedfabric.trainer.cli;

import java.io.PrintStream;
import java.math.BigDecimal;
import org.fedfabric.protocol.task.Privacy;
import org.fedfabric.protocol.task.TaskSpec;
import org.fedfabric.trainer.terms.ExpectedSignal;
import org.fedfabric.trainer.terms.NoiseTerms;
import org.fedfabric.trainer.terms.TaskDraft;
import picocli.CommandLine.Option;

/** How much privacy a task is to cost those who take part. */
final class NoiseOptions {
    @Option(
            names = "--privacy",
            defaultValue = "none",
            paramLabel = "KIND",
            description = {
                "none, gaussian:EPS or laplace:EPS: noise on every update, such that a participant that submits to every",
                "version spends EPS. Default: ${DEFAULT-VALUE}."
            })
    String privacy;

    @Option(
            names = "--delta",
            defaultValue = "0.00001",
            paramLabel = "D",
            description = "Probability at which that guarantee may fail. Default: ${DEFAULT-VALUE}.")
    BigDecimal delta;

    @Option(
            names = "--simulation",
            description = "Noise is drawn from the seed, so that runs can be repeated: it protects nobody then.")
    boolean simulation;

    TaskDraft addTo(TaskDraft draft) {
        return draft.with(NoiseTerms.parse(privacy, delta).over(draft.versions()), simulation);
    }

    /** Tells what is to be expected of a task with noise, beside what the command prints. */
    static void tell(TaskSpec spec, int updates, PrintStream out) {
        if (spec.privacy().mechanism() == Privacy.Mechanism.NONE) {
            return;
        }
        ExpectedSignal signal = ExpectedSignal.of(spec, updates);
        out.println(signal.describe());
        if (signal.isDrowned()) {
            out.println(signal.warning());
        }
    }
}
