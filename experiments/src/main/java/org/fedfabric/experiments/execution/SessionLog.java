package org.fedfabric.experiments.execution;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.fedfabric.experiments.result.ExperimentFolder;
import org.fedfabric.experiments.result.Session;

/** Notes in an experiment's folder how long this process has worked on it, each time that a run ends. */
final class SessionLog {
    private final long startNanos = System.nanoTime();
    private final String startedAt =
            Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    private final ExperimentFolder folder;
    private final List<Session> earlier;
    private int runs;

    SessionLog(ExperimentFolder folder) throws IOException {
        this.folder = folder;
        this.earlier = folder.sessions();
    }

    /** A run has its result, or failed. */
    void ended() throws IOException {
        runs++;
        List<Session> all = new ArrayList<>(earlier);
        all.add(new Session(startedAt, (System.nanoTime() - startNanos) / 1e9, runs));
        folder.writeSessions(all);
    }
}
