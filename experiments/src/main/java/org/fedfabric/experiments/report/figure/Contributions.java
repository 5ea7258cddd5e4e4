package org.fedfabric.experiments.report.figure;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.fedfabric.experiments.result.RunResult;
import org.fedfabric.experiments.result.RunResult.Participation;

/** What participants' updates were worth. */
public final class Contributions {
    private Contributions() {}

    /**
     * The sums of contributions over the attackers, or over the honest participants, of these runs.
     *
     * @return in the task's metric; empty if the ledger has no contribution of any of them
     */
    public static Optional<Spread> of(List<RunResult> runs, boolean attackers) {
        return Spread.of(runs.stream()
                .flatMap(run -> run.participants().stream())
                .filter(p -> p.attacker() == attackers)
                .map(Participation::contribution)
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue));
    }
}
