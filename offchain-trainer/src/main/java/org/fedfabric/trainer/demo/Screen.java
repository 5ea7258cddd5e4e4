package org.fedfabric.trainer.demo;

import java.io.PrintStream;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** What a person sees while a demo runs: lines that stay, and on a terminal a bar of versions with what goes on now. */
final class Screen implements AutoCloseable {
    private static final String CLEAR_LINE = "\r\033[K";

    private final PrintStream out;
    private final ProgressBar bar;

    private Screen(PrintStream out, ProgressBar bar) {
        this.out = out;
        this.bar = bar;
    }

    /** The process's standard output; the bar only if that is a terminal. */
    static Screen ofSystem(int versions) {
        boolean terminal = System.console() != null;
        return new Screen(
                System.out,
                terminal
                        ? new ProgressBarBuilder()
                                .setTaskName("versions")
                                .setInitialMax(versions)
                                .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                                .build()
                        : null);
    }

    /** A line that stays. */
    synchronized void line(String text) {
        out.println(bar == null ? text : CLEAR_LINE + text);
        out.flush();
    }

    /** What goes on right now. */
    void now(String text) {
        if (bar != null) {
            bar.setExtraMessage(" " + text);
        }
    }

    /** How many versions are published. */
    void versions(long published) {
        if (bar != null) {
            bar.stepTo(published);
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
