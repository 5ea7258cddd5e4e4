package org.fedfabric.experiments.report;

import java.util.List;
import java.util.Optional;
import org.fedfabric.experiments.result.RunResult;

/** Every run of the grid with where its figures come from. */
final class RunSection {
    private RunSection() {}

    static Optional<Section> of(Experiment experiment) {
        Table.Builder table = Table.of(
                "Runs",
                "run",
                "state",
                "versions",
                "seed",
                "accuracy",
                "seconds",
                "data",
                "task",
                "code",
                "last model");
        for (RunResult run : experiment.results()) {
            var end = run.conclusion();
            table.row(
                    run.settings().id(),
                    end.state() + (end.reason() == null ? "" : ": " + end.reason()),
                    run.rounds().size() + "/" + run.settings().versions(),
                    Long.toString(run.settings().seed()),
                    Numbers.percent(end.accuracy(), 2),
                    Numbers.fixed(end.seconds(), 0),
                    shortened(run.provenance().dataDigest()),
                    shortened(run.provenance().taskDigest()),
                    run.provenance().code(),
                    end.modelCid());
        }
        experiment.failures().forEach((id, why) -> table.row(without(id, "failed: " + why)));
        experiment.missing().forEach(id -> table.row(without(id, "missing")));
        return Optional.of(new Section(
                "runs",
                "Every run",
                List.of(table.folded(
                        "Accuracy is of the last model on the hidden test set revealed at the end; versions are"
                                + " those published of those asked for; digests are the first twelve digits of what result.json"
                                + " has in full."))));
    }

    private static String[] without(String id, String state) {
        String dash = Numbers.NONE;
        return new String[] {id, state, dash, dash, dash, dash, dash, dash, dash, dash};
    }

    private static String shortened(String digest) {
        return digest.length() > 12 ? digest.substring(0, 12) + "…" : digest;
    }
}
