package org.fedfabric.experiments.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.fedfabric.experiments.report.ExperimentReport;
import org.fedfabric.experiments.report.KeptReport;
import org.fedfabric.experiments.result.ExperimentFolder;
import org.fedfabric.trainer.cli.CommandException;
import org.fedfabric.trainer.cli.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes the report again from the results. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = {
            "Write points.csv and report.html of an experiment again, from the results in its folder: while it still runs,",
            "or after results were brought together from several machines.",
            ""
        })
final class ReportCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "The experiment's folder, such as results/ll-bcfl.")
    Path folder;

    @Option(
            names = "--to",
            paramLabel = "DIR",
            description = {
                "Keep a copy of report.html, summary.md and points.csv in this folder too, such as docs/results/ll-bcfl.",
                "Refused if they have a path of this machine in them."
            })
    Path to;

    @Override
    public Integer call() throws Exception {
        ExperimentFolder experiment = ExperimentFolder.at(folder);
        if (experiment.outline().isEmpty()) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "The folder must be of an experiment, with experiment.json in it. Provided value: " + folder
                            + ". fedfabric experiment run makes one.");
        }
        experiment.writePoints(experiment.results());
        System.out.println("points   " + folder.resolve("points.csv"));
        System.out.println("report   " + ExperimentReport.write(folder));
        if (to != null) {
            KeptReport.copy(folder, to);
            System.out.println("kept     " + to);
        }
        return ExitCode.DONE;
    }
}
