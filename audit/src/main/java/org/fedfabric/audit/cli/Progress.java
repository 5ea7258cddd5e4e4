package org.fedfabric.audit.cli;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** On a terminal a bar of what is done; nothing otherwise. */
final class Progress implements AutoCloseable {
    private final ProgressBar bar;

    private Progress(ProgressBar bar) {
        this.bar = bar;
    }

    static Progress of(String what, long total, boolean forMachines) {
        boolean terminal = System.console() != null && !forMachines;
        return new Progress(
                terminal
                        ? new ProgressBarBuilder()
                                .setTaskName(what)
                                .setInitialMax(total)
                                .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                                .build()
                        : null);
    }

    void at(long done) {
        if (bar != null) {
            bar.stepTo(done);
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
