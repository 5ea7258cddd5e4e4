package org.fedfabric.trainer.cli;

import org.fedfabric.protocol.task.TaskSpec;
import org.fedfabric.trainer.terms.ContributionTerms;
import org.fedfabric.trainer.terms.PatienceTerms;
import picocli.CommandLine.Option;

/** What a task measures of its updates and of its own progress. */
final class MeasureOptions {
    @Option(
            names = "--contribution",
            defaultValue = "none",
            paramLabel = "RULE",
            description = {
                "none, leave-one-out or shapley:K: what each included update was worth to its version, on the validation",
                "rows, as every endorser computes it; K orders are drawn. Default: ${DEFAULT-VALUE}."
            })
    String contribution;

    @Option(
            names = "--patience",
            paramLabel = "VERSIONS[:IMPROVEMENT]",
            description = {
                "End early when so many versions in a row do not bring the score on the validation rows further by",
                "IMPROVEMENT (0.001 if not said)."
            })
    String patience;

    TaskSpec addTo(TaskSpec spec) {
        return spec.measuring(ContributionTerms.parse(contribution)).until(PatienceTerms.parse(patience));
    }
}
