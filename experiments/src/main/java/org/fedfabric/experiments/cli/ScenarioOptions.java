package org.fedfabric.experiments.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fedfabric.experiments.run.RunSettings;
import org.fedfabric.experiments.scenario.Only;
import org.fedfabric.experiments.scenario.Scenario;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which runs are meant. */
final class ScenarioOptions {
    @Parameters(paramLabel = "FILE", description = "The scenario, such as scenarios/ll-bcfl.yaml.")
    Path file;

    @Option(
            names = "--quick",
            description = "The thinned grid that the scenario describes: minutes instead of hours, and other figures.")
    boolean quick;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "AXIS=VALUE",
            description =
                    "Runs with this value of this axis; several with commas: of one axis they are alternatives, of"
                            + " several all must hold.")
    List<String> only = new ArrayList<>();

    Scenario scenario() throws IOException {
        return Scenario.read(file);
    }

    List<RunSettings> runs(Scenario scenario) {
        return scenario.runs(quick, Only.parse(only));
    }
}
