package org.fedfabric.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.fedfabric.benchmarks.measure.Figure;
import org.fedfabric.benchmarks.measure.Setting;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command behind {@code benchmarks/run}. */
@Command(
        name = "benchmarks/run",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures FedFabric. Every figure is the median of five turns and stands beside a baseline that took its",
            "turns in the same run; docs/benchmarks.md says what each means.",
        },
        footer = {"", "Exit codes: 0 measured · 1 a benchmark failed · 2 wrong usage"})
final class BenchmarksCommand implements Callable<Integer> {
    private static final long PYTHON_SECONDS = 60;
    private static final int LEAST_VERSIONS = 3;
    private static final int MOST_VERSIONS = 10_000;

    @Parameters(
            paramLabel = "NAME",
            arity = "0..*",
            description = {
                "Which (default: all): engine judging aggregation encoding ledger submit advance round start, or one network of the engine,",
                "engine/2nn engine/small-cnn engine/tiny engine/mcmahan-cnn."
            })
    private List<String> names = List.of();

    @Option(names = "--quick", description = "Three short turns: a minute instead of five, and less exact.")
    private boolean quick;

    @Option(names = "--json", paramLabel = "FILE", description = "Also writes machine and figures into this file.")
    private Path json;

    @Option(
            names = "--python",
            paramLabel = "PATH",
            description = "An interpreter that can import torch (default: python3, if it can).")
    private String python;

    @Option(names = "--no-python", description = "Compare the engine with bare matrix products, not with PyTorch.")
    private boolean noPython;

    @Option(
            names = "--network",
            paramLabel = "DIR",
            description = {
                "Folder of a running network, real or embedded, that submit and advance measure, for example",
                "network/.state/fabric (default: an embedded one that is started for them)."
            })
    private Path network;

    @Option(
            names = "--versions",
            paramLabel = "N",
            description = "Versions that round publishes, 3 to 10,000 (default: 60, with --quick 20).")
    private Integer versions;

    @Option(names = "--root", hidden = true, required = true)
    private Path root;

    private BenchmarksCommand() {}

    /** Runs the command. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new BenchmarksCommand()).execute(arguments));
    }

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = new PrintWriter(System.out, /* autoFlush= */ true, StandardCharsets.UTF_8);
        List<String> selected;
        try {
            selected = Catalogue.select(names);
        } catch (IllegalArgumentException e) {
            System.err.println("error: " + e.getMessage());
            return CommandLine.ExitCode.USAGE;
        }
        String interpreter = noPython ? "" : interpreter();
        if (python != null && !noPython && interpreter.isEmpty()) {
            System.err.println("error: --python must name an interpreter that can import torch. Provided value: "
                    + python + ". Try: " + python + " -c 'import torch'");
            return CommandLine.ExitCode.USAGE;
        }
        if (versions != null && (versions < LEAST_VERSIONS || versions > MOST_VERSIONS)) {
            System.err.println("error: --versions must lie in [" + LEAST_VERSIONS + ", " + MOST_VERSIONS
                    + "]. Provided value: " + versions);
            return CommandLine.ExitCode.USAGE;
        }
        Setting setting = setting(quick, interpreter, root)
                .on(Optional.ofNullable(network).map(Path::toAbsolutePath));
        if (versions != null) {
            setting = setting.publishing(versions);
        }
        Machine machine = Machine.here();
        Report.head(machine, out);
        Map<String, List<Figure>> figures = new LinkedHashMap<>();
        try {
            for (String name : selected) {
                figures.put(name, Forks.run(name, quick, setting));
                Report.section(name, figures.get(name), out);
            }
            if (json != null) {
                Report.json(json, machine, figures);
            }
        } catch (IOException e) {
            System.err.println("error: " + e.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
        return CommandLine.ExitCode.OK;
    }

    static Setting setting(boolean quick, String python, Path root) {
        Optional<Path> interpreter = python.isEmpty() ? Optional.empty() : Optional.of(Path.of(python));
        return quick ? Setting.quick(interpreter, root) : Setting.full(interpreter, root);
    }

    /** The interpreter to use; empty if it cannot import torch. */
    private String interpreter() throws InterruptedException {
        String candidate = python == null ? "python3" : python;
        try {
            Process process = new ProcessBuilder(candidate, "-c", "import torch")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            boolean ended = process.waitFor(PYTHON_SECONDS, TimeUnit.SECONDS);
            process.destroyForcibly();
            return ended && process.exitValue() == 0 ? candidate : "";
        } catch (IOException e) {
            return ""; // there is no such interpreter
        }
    }
}
