package org.fedfabric.experiments.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.concurrent.Callable;
import org.fedfabric.experiments.execution.Cost;
import org.fedfabric.experiments.result.ExperimentFolder;
import org.fedfabric.experiments.run.RunSettings;
import org.fedfabric.trainer.cli.ExitCode;
import org.fedfabric.trainer.cli.Output;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows what a scenario asks for. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = {
            "List the runs of a scenario and how long they will take on this machine, roughly; nothing is run.",
            ""
        })
final class ListCommand implements Callable<Integer> {
    @Mixin
    ScenarioOptions options;

    @Mixin
    Output output;

    @Override
    public Integer call() throws Exception {
        List<RunSettings> runs = options.runs(options.scenario());
        int cores = Runtime.getRuntime().availableProcessors();
        if (output.isJson()) {
            JsonArray array = new JsonArray();
            for (RunSettings run : runs) {
                JsonObject object = ExperimentFolder.json(run);
                object.addProperty("estimatedSeconds", Math.round(Cost.runSeconds(run, cores)));
                array.add(object);
            }
            System.out.println(Output.pretty(array));
            return ExitCode.DONE;
        }
        int width = runs.stream().mapToInt(run -> run.id().length()).max().orElse(0);
        for (RunSettings run : runs) {
            System.out.printf(
                    "%-" + width + "s  %5d versions  %s%n",
                    run.id(),
                    run.versions(),
                    Durations.text(Cost.runSeconds(run, cores)));
        }
        System.out.printf(
                "%d runs, %d versions at most, about %s on %d cores%n",
                runs.size(),
                runs.stream().mapToLong(RunSettings::versions).sum(),
                Durations.text(Cost.seconds(runs, cores)),
                cores);
        return ExitCode.DONE;
    }
}
