package org.fedfabric.experiments.result;

import java.util.List;
import org.fedfabric.protocol.canonical.Checks;

/**
 * What an experiment is, as its folder says it ({@code experiment.json}).
 *
 * @param name of the scenario
 * @param title for people
 * @param description what is asked and how, in sentences; may be empty
 * @param quick whether this is the thinned grid
 * @param scenario the scenario's file as it was read
 * @param runs ids of all runs, in order
 * @param published published values
 */
public record ExperimentOutline(
        String name,
        String title,
        String description,
        boolean quick,
        String scenario,
        List<String> runs,
        List<Published> published) {
    /** Checks presence. */
    public ExperimentOutline {
        Checks.present(name, "name");
        Checks.present(title, "title");
        Checks.present(description, "description");
        Checks.present(scenario, "scenario");
        runs = Checks.list(runs, 100_000, "runs");
        published = Checks.list(published, 100_000, "published");
    }
}
