package org.fedfabric.experiments.run;

import java.util.List;
import java.util.stream.Stream;
import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.model.ModelSpec;
import org.fedfabric.protocol.task.Aggregation;
import org.fedfabric.protocol.task.UpdateCheck;
import org.fedfabric.trainer.dataset.Partition;

/**
 * How a task defends itself against updates that harm it, by name.
 *
 * @param check how endorsers judge each update by itself
 * @param aggregation how updates that were not refused are put together
 * @param bounded whether the norm of updates is bounded as the settings say; else no norm is refused
 */
record Defence(UpdateCheck check, Aggregation aggregation, boolean bounded) {
    private static final long WHOLE = 1_000_000;

    /** Those that only put updates together, named as the rules are. */
    private static final List<String> RULES =
            List.of("multi-krum", "median", "trimmed-mean", "geometric-median", "centred-clipping", "fltrust");

    private static final String PLAIN = "fedavg";
    private static final String USUAL = "default";
    private static final String PUBLISHED = "as-published";

    /** The names {@link #of} knows. */
    static List<String> names() {
        return Stream.concat(Stream.of(PLAIN, USUAL, PUBLISHED), RULES.stream()).toList();
    }

    /**
     * The defence of that name.
     *
     * @throws IllegalArgumentException if there is none
     */
    static Defence of(RunSettings settings, ModelSpec model) {
        Aggregation mean = Aggregation.weightedMean();
        return switch (settings.defence()) {
            case PLAIN -> new Defence(formOnly(), mean, false);
            case USUAL -> new Defence(usual(settings, model), mean, true);
            case PUBLISHED -> new Defence(asPublished(model.classes()), mean, true);
            default -> {
                Checks.require(
                        RULES.contains(settings.defence()),
                        "defence must be one of " + String.join(", ", names()),
                        settings.defence());
                yield new Defence(formOnly(), Aggregation.named(settings.defence()), true);
            }
        };
    }

    private static UpdateCheck usual(RunSettings settings, ModelSpec model) {
        if (Partition.parse(settings.partition()).leavesFewClasses()) {
            return UpdateCheck.fewClasses(settings.selected(), model.classes());
        }
        return settings.partition().equals("iid")
                ? UpdateCheck.alike(model, settings.validationRows())
                : UpdateCheck.crossEntropy();
    }

    /** No score is refused: accuracy cannot fall by more than the whole. */
    private static UpdateCheck formOnly() {
        return new UpdateCheck(UpdateCheck.Rule.RELATIVE, UpdateCheck.Metric.ACCURACY, WHOLE, WHOLE, 0);
    }

    /** S1's algorithm 2 names no threshold; what is no better than guessing is refused here. */
    private static UpdateCheck asPublished(int classes) {
        return new UpdateCheck(UpdateCheck.Rule.AS_PUBLISHED, UpdateCheck.Metric.ACCURACY, WHOLE, 0, WHOLE / classes);
    }

    /** How many enterprises a version's updates must come from: two, or as many as the rule asks for. */
    int minEnterprises(int enterprises) {
        return Math.max(Math.min(2, enterprises), aggregation.rule().leastEnterprises());
    }

    /**
     * How many updates a version needs: three in ten of those selected, or as many as the rule asks for. With two fifths
     * attackers, a version whose draw was bad and whose attackers were all refused still counts.
     */
    int quorum(RunSettings settings) {
        return Math.max(
                minEnterprises(settings.enterprises()),
                Math.max((3 * settings.selected() + 9) / 10, aggregation.rule().leastUpdates()));
    }
}
