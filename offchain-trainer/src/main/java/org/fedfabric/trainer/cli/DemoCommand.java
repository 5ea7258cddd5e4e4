package org.fedfabric.trainer.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.fedfabric.trainer.demo.Demo;
import org.fedfabric.trainer.demo.DemoOptions;
import org.fedfabric.trainer.demo.DemoPlace;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** One whole federation on this machine; {@code test-network.sh demo} calls it after starting a network. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Train a model together: split data among enterprises, enrol their participants, open a task, run one",
            "trainer process per enterprise, and compare with training alone and with pooled data.",
            "Use it through ./test-network.sh demo [OPTIONS], which builds and starts a network first.",
            "",
            "While it runs, a trainer can be killed (its process id is in network/.state/demo) and started again, and",
            "others can join from a second terminal: bin/fedfabric trainer run --help",
            ""
        })
final class DemoCommand implements Callable<Integer> {
    @Mixin
    DemoOptions options;

    @Option(
            names = "--network",
            paramLabel = "DIR",
            defaultValue = "${env:FEDFABRIC_NETWORK_FOLDER:-network/.state/embedded}",
            description = "The network's folder. Default: ${DEFAULT-VALUE}.")
    Path network;

    @Option(
            names = "--work",
            paramLabel = "DIR",
            defaultValue = "network/.state/demo",
            description = "Folder for data, trainers' state and the report. Default: ${DEFAULT-VALUE}.")
    Path work;

    @Option(
            names = "--logs",
            paramLabel = "DIR",
            defaultValue = "network/.state/logs",
            description = "Folder for logs. Default: ${DEFAULT-VALUE}.")
    Path logs;

    @Option(names = "--task", paramLabel = "NAME", defaultValue = "demo", description = "The task's name.")
    String task;

    @Option(names = "--command-started-millis", hidden = true)
    Long commandStartedMillis;

    @Option(names = "--build-millis", hidden = true)
    long buildMillis;

    @Override
    public Integer call() throws Exception {
        String command = System.getenv("FEDFABRIC_COMMAND");
        if (command == null) {
            throw new CommandException(
                    ExitCode.USAGE, "demo starts trainers with the bin/fedfabric script; call it through that script.");
        }
        Demo.run(
                options,
                new DemoPlace(
                        network.toAbsolutePath(),
                        work.toAbsolutePath(),
                        logs.toAbsolutePath(),
                        command,
                        task,
                        commandStartedMillis == null ? System.currentTimeMillis() : commandStartedMillis,
                        buildMillis));
        return ExitCode.DONE;
    }
}
