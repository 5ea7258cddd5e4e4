package org.fedfabric.experiments.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.fedfabric.experiments.execution.Experiment;
import org.fedfabric.experiments.execution.RunExecutor;
import org.fedfabric.experiments.report.ExperimentReport;
import org.fedfabric.experiments.result.ExperimentFolder;
import org.fedfabric.experiments.result.ExperimentOutline;
import org.fedfabric.experiments.result.RunFailure;
import org.fedfabric.experiments.run.DataPlace;
import org.fedfabric.experiments.run.Run;
import org.fedfabric.experiments.run.RunSettings;
import org.fedfabric.experiments.scenario.Only;
import org.fedfabric.experiments.scenario.Scenario;
import org.fedfabric.trainer.cli.CommandException;
import org.fedfabric.trainer.cli.ExitCode;
import org.fedfabric.trainer.cli.Output;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs a scenario, or what is left of it. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Run a scenario's grid, and write results, points.csv and report.html. Runs that have their result are skipped,",
            "one that was stopped or killed goes on from its ledger. A run that fails is noted and the others go on: the",
            "exit code is then 9, and the same command tries it again.",
            ""
        },
        footer = {
            "",
            "  bin/fedfabric experiment run scenarios/attacks.yaml --data DIR --quick",
            "  bin/fedfabric experiment run scenarios/ll-bcfl.yaml --data DIR --only partition=iid,seed=1,seed=2",
            "",
            "Memory: FEDFABRIC_HEAP (2g) is for all runs at once."
        })
final class RunCommand implements Callable<Integer> {
    private static final String GENERATED = "generated";

    @Mixin
    ScenarioOptions options;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "${env:FEDFABRIC_DATA:-data}",
            description = "Folder with a folder for each data set, such as DIR/mnist. Default: ${DEFAULT-VALUE}.")
    Path data;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Folder for the results. Default: results/NAME, and results/NAME-quick with --quick.")
    Path out;

    @Option(
            names = "--jobs",
            paramLabel = "N",
            description = "Runs at once. One run uses all cores by itself; more help where runs are small. Default: 1.")
    int jobs = 1;

    @Option(names = "--again", description = "Do runs anew that are done or were begun.")
    boolean again;

    @Option(names = "--keep", description = "Keep the network and the models of runs that are done.")
    boolean keep;

    @Mixin
    Output output;

    @Override
    public Integer call() throws Exception {
        Scenario scenario = options.scenario();
        List<RunSettings> runs = options.runs(scenario);
        checkData(runs);
        DataPlace place = DataPlace.in(data);
        RunExecutor executor = (run, folder, rounds) -> Run.run(run, folder, place, rounds::accept);
        Path folder = out == null ? Path.of("results", scenario.name() + (options.quick ? "-quick" : "")) : out;
        Experiment.Options how = new Experiment.Options(jobs, again, keep);
        Thread farewell =
                new Thread(() -> System.err.println("\nStopped. The same command goes on where this one was."));
        Runtime.getRuntime().addShutdownHook(farewell);
        Experiment.Outcome outcome;
        try (Screen screen = Screen.of(output.isJson())) {
            outcome = new Experiment(ExperimentFolder.at(folder), executor, screen, how).run(outline(scenario), runs);
        } finally {
            Runtime.getRuntime().removeShutdownHook(farewell);
        }
        Path report = ExperimentReport.write(folder);
        tell(outcome, folder, report);
        return outcome.failures().isEmpty() ? ExitCode.DONE : ExitCode.INCOMPLETE;
    }

    private ExperimentOutline outline(Scenario scenario) {
        return new ExperimentOutline(
                scenario.name(),
                scenario.title(),
                scenario.description(),
                options.quick,
                scenario.text(),
                scenario.runs(options.quick, Only.ALL).stream()
                        .map(RunSettings::id)
                        .toList(),
                scenario.published());
    }

    /** Before anything is started: otherwise every run would fail for the same reason. */
    private void checkData(List<RunSettings> runs) {
        for (String dataset : runs.stream().map(RunSettings::dataset).distinct().toList()) {
            if (!dataset.equals(GENERATED) && !Files.isDirectory(data.resolve(dataset))) {
                throw new CommandException(
                        ExitCode.DATA,
                        "The data set " + dataset + " must lie in a folder of that name below --data. Provided value: "
                                + data + ". docs/data.md says where to get it.");
            }
        }
    }

    private void tell(Experiment.Outcome outcome, Path folder, Path report) {
        if (output.isJson()) {
            JsonObject object = new JsonObject();
            object.addProperty("folder", folder.toString());
            object.addProperty("report", report.toString());
            object.addProperty("skipped", outcome.skipped());
            object.addProperty("finished", outcome.finished());
            JsonArray failed = new JsonArray();
            for (RunFailure failure : outcome.failures()) {
                JsonObject one = new JsonObject();
                one.addProperty("run", failure.settings().id());
                one.addProperty("reason", failure.reason());
                failed.add(one);
            }
            object.add("failed", failed);
            System.out.println(Output.pretty(object));
            return;
        }
        System.out.println(outcome.finished() + " runs finished, " + outcome.skipped() + " were done before, "
                + outcome.failures().size() + " failed");
        System.out.println("points   " + folder.resolve("points.csv"));
        System.out.println("report   " + report);
    }
}
