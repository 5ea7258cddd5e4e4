package org.fedfabric.trainer.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Several enterprises' trainers in one process, for a machine that shall hold a whole consortium: a Java process for each
 * costs 260 MB and seconds of start-up. Each trainer is what {@code trainer run} is, with connections, keys, state and
 * progress of its own; they share processors, and the workspaces of the learning engine one after the other.
 */
@Command(
        name = "host",
        mixinStandardHelpOptions = true,
        description = {
            "Run several trainers in one process, each from a file with the options of its \"trainer run\", one word",
            "a line. For trying things on one machine: an enterprise's trainer belongs on the enterprise's machine."
        })
final class HostCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", arity = "1..*", description = "One file for each trainer.")
    List<Path> files;

    @Override
    public Integer call() throws Exception {
        List<String[]> lines = new ArrayList<>();
        for (Path file : files) {
            List<String> line = new ArrayList<>(List.of("trainer", "run"));
            line.addAll(Files.readAllLines(file));
            lines.add(line.toArray(String[]::new));
        }
        ExecutorService threads = Executors.newFixedThreadPool(lines.size());
        try {
            List<Future<Integer>> codes = new ArrayList<>();
            for (String[] line : lines) {
                codes.add(threads.submit(() -> Fedfabric.run(line)));
            }
            // One that fails does not end the others.
            int worst = ExitCode.DONE;
            for (Future<Integer> code : codes) {
                worst = worst == ExitCode.DONE ? code.get() : worst;
            }
            return worst;
        } finally {
            threads.shutdownNow();
        }
    }
}
