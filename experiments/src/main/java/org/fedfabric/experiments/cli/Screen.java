package org.fedfabric.experiments.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.fedfabric.experiments.execution.ExperimentListener;
import org.fedfabric.experiments.execution.TimeLeft;
import org.fedfabric.experiments.result.RunFailure;
import org.fedfabric.experiments.result.RunResult;
import org.fedfabric.experiments.result.RunResult.Round;
import org.fedfabric.experiments.run.RunSettings;

/** What a person sees while an experiment runs: a line for each run, and on a terminal a bar of all versions. */
final class Screen implements ExperimentListener, AutoCloseable {
    private static final String CLEAR_LINE = "\r\033[K";

    private final PrintStream out;
    private final boolean terminal;
    private final boolean silent;
    private final LongSupplier nanos;
    private ProgressBar bar;
    private TimeLeft timeLeft;
    private int runs;
    private int ended;

    Screen(PrintStream out, boolean terminal, boolean silent, LongSupplier nanos) {
        this.out = out;
        this.terminal = terminal;
        this.silent = silent;
        this.nanos = nanos;
    }

    /** The process's standard output. */
    static Screen of(boolean forMachines) {
        return new Screen(System.out, System.console() != null && !forMachines, forMachines, System::nanoTime);
    }

    @Override
    public void planned(List<RunSettings> done, List<RunSettings> open) {
        runs = done.size() + open.size();
        ended = done.size();
        timeLeft = new TimeLeft(open, nanos);
        long versions = open.stream().mapToLong(RunSettings::versions).sum();
        line(runs + " runs, " + done.size() + " of them done before; " + versions + " versions at most");
        if (terminal) {
            bar = new ProgressBarBuilder()
                    .setTaskName("versions")
                    .setInitialMax(versions)
                    .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                    .hideEta()
                    .build();
        }
    }

    @Override
    public void round(RunSettings run, Round round, boolean again) {
        timeLeft.version(run, again);
        if (bar != null) {
            bar.step();
            bar.setExtraMessage(" " + run.id() + left());
        }
    }

    @Override
    public void finished(RunResult result) {
        RunSettings run = result.settings();
        int published = result.rounds().size();
        end(run, published);
        List<String> parts = new ArrayList<>();
        parts.add(String.format(
                Locale.ROOT,
                "accuracy %.4f after %d versions",
                result.conclusion().accuracy(),
                published));
        if (result.conclusion().reason() != null && published < run.versions()) {
            parts.add("stopped: " + result.conclusion().reason());
        }
        parts.add(Durations.text(result.conclusion().seconds()));
        line(head() + run.id() + "  " + String.join("  ", parts) + left());
    }

    @Override
    public void failed(RunFailure failure) {
        end(failure.settings(), 0);
        line(head() + failure.settings().id() + "  FAILED: " + failure.reason() + left());
    }

    private void end(RunSettings run, int published) {
        timeLeft.ended(run);
        ended++;
        if (bar != null && published < run.versions()) {
            bar.maxHint(Math.max(bar.getCurrent(), bar.getMax() - (run.versions() - published)));
        }
    }

    private String head() {
        return "[" + ended + "/" + runs + "] ";
    }

    private String left() {
        return ended == runs
                ? ""
                : timeLeft.estimate()
                        .map(left -> "  " + Durations.text(left.toMillis() / 1e3) + " left")
                        .orElse("");
    }

    private void line(String text) {
        if (!silent) {
            out.println(bar == null ? text : CLEAR_LINE + text);
            out.flush();
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
