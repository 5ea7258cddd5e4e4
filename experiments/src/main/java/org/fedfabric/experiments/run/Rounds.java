package org.fedfabric.experiments.run;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.fedfabric.experiments.result.RunResult;
import org.fedfabric.protocol.ledger.Contributor;
import org.fedfabric.protocol.ledger.Verdict;
import org.fedfabric.protocol.ledger.VersionRecord;

/** A published version in figures. */
final class Rounds {
    private Rounds() {}

    /**
     * The figures of the version that follows a judged one.
     *
     * @param judged the version whose updates went into it, with a verdict on each
     * @param measured on the test rows; empty where it was not measured
     */
    static RunResult.Round of(
            VersionRecord judged,
            Cast cast,
            Optional<Measuring> measured,
            Map<String, Double> seconds,
            Map<String, Double> processorSeconds) {
        List<Contributor> included = with(judged, Verdict.Outcome.INCLUDED);
        Map<String, Integer> rejected = new TreeMap<>();
        for (Contributor contributor : with(judged, Verdict.Outcome.REJECTED)) {
            rejected.merge(contributor.verdict().reason().name(), 1, Integer::sum);
        }
        return new RunResult.Round(
                judged.version() + 1,
                measured.map(Measuring::accuracy).orElse(null),
                measured.map(Measuring::loss).orElse(null),
                measured.flatMap(Measuring::aimed).orElse(null),
                judged.selected().size(),
                included.size(),
                rejected,
                (int) judged.selected().stream().filter(cast::isAttacker).count(),
                attackers(included, cast),
                with(judged, Verdict.Outcome.REJECTED).size() - attackers(with(judged, Verdict.Outcome.REJECTED), cast),
                seconds,
                processorSeconds);
    }

    private static List<Contributor> with(VersionRecord judged, Verdict.Outcome outcome) {
        return judged.contributors().stream()
                .filter(contributor ->
                        contributor.verdict() != null && contributor.verdict().outcome() == outcome)
                .toList();
    }

    private static int attackers(List<Contributor> contributors, Cast cast) {
        return (int) contributors.stream()
                .filter(contributor -> cast.isAttacker(contributor.id()))
                .count();
    }
}
