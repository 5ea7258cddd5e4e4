package org.fedfabric.experiments.execution;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.fedfabric.experiments.result.ExperimentFolder;
import org.fedfabric.experiments.result.ExperimentOutline;
import org.fedfabric.experiments.result.RunFailure;
import org.fedfabric.experiments.result.RunResult;
import org.fedfabric.experiments.run.RunException;
import org.fedfabric.experiments.run.RunSettings;

/**
 * Carries out runs in order, each into its folder. A process that is killed at any moment is gone on with by another: runs
 * with a result are skipped, one that was begun is taken up by its executor.
 */
public final class Experiment {
    private final ExperimentFolder folder;
    private final RunExecutor executor;
    private final ExperimentListener listener;
    private final Options options;
    private SessionLog sessions;

    /**
     * How.
     *
     * @param jobs runs at once; each uses all cores by itself
     * @param again whether runs that are done or begun are done anew
     * @param keep whether a run's network and models stay when it has its result
     */
    public record Options(int jobs, boolean again, boolean keep) {
        /** Checks the range. */
        public Options {
            if (jobs < 1 || jobs > 64) {
                throw new IllegalArgumentException("--jobs must lie in [1, 64]. Provided value: " + jobs);
            }
        }
    }

    /**
     * What came of it.
     *
     * @param skipped runs that had their result before
     * @param finished runs that have it now
     * @param failures runs that failed
     */
    public record Outcome(int skipped, int finished, List<RunFailure> failures) {}

    /** An experiment in that folder. */
    public Experiment(ExperimentFolder folder, RunExecutor executor, ExperimentListener listener, Options options) {
        this.folder = folder;
        this.executor = executor;
        this.listener = listener;
        this.options = options;
    }

    /**
     * Carries out these runs, which are all of the outline's or some.
     *
     * @throws IllegalArgumentException if the folder is of another experiment, another process is at work in it, or a run
     *     was begun with other settings; nothing has been run then
     * @throws IOException if the folder cannot be read or written
     */
    public Outcome run(ExperimentOutline outline, List<RunSettings> runs) throws IOException, InterruptedException {
        Files.createDirectories(folder.path());
        // Closing the channel lets go of the lock.
        try (FileChannel channel =
                FileChannel.open(folder.path().resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            lock(channel);
            checkSame(outline);
            List<RunSettings> open = open(runs);
            folder.writeOutline(outline);
            List<RunSettings> done = new ArrayList<>(runs);
            done.removeAll(open);
            listener.planned(List.copyOf(done), open);
            sessions = new SessionLog(folder);
            List<RunFailure> failures = carryOut(open);
            folder.writePoints(folder.results());
            return new Outcome(done.size(), open.size() - failures.size(), failures);
        }
    }

    private void lock(FileChannel channel) throws IOException {
        try {
            if (channel.tryLock() != null) {
                return;
            }
        } catch (OverlappingFileLockException e) {
            // Another thread of this process; the sentence is the same.
        }
        throw new IllegalArgumentException(
                "Only one process may run an experiment in a folder at a time. Provided value: " + folder.path()
                        + ". Wait for the other one, or give --out another folder.");
    }

    private void checkSame(ExperimentOutline outline) throws IOException {
        Optional<ExperimentOutline> there = folder.outline();
        if (there.isPresent()
                && !(there.get().name().equals(outline.name()) && there.get().quick() == outline.quick())) {
            throw new IllegalArgumentException(folder.path() + ": must be a folder of " + name(outline)
                    + ". Provided value: of " + name(there.get()) + ". Give --out another folder.");
        }
    }

    private static String name(ExperimentOutline outline) {
        return outline.name() + (outline.quick() ? " --quick" : "");
    }

    /** The runs without a result of these very settings. Looks at all of them before anything is touched. */
    private List<RunSettings> open(List<RunSettings> runs) throws IOException {
        if (options.again()) {
            for (RunSettings run : runs) {
                folder.remove(run.id());
            }
            return List.copyOf(runs);
        }
        List<RunSettings> open = new ArrayList<>();
        for (RunSettings run : runs) {
            Optional<RunSettings> result = folder.result(run.id()).map(RunResult::settings);
            Optional<RunSettings> there = result.isPresent() ? result : folder.begun(run.id());
            if (there.isPresent() && !there.get().equals(run)) {
                throw new DifferentSettingsException(folder.run(run.id()), there.get(), run);
            }
            if (result.isEmpty()) {
                open.add(run);
            }
        }
        return List.copyOf(open);
    }

    private List<RunFailure> carryOut(List<RunSettings> open) throws IOException, InterruptedException {
        ExecutorService jobs = Executors.newFixedThreadPool(options.jobs(), Experiment::thread);
        try {
            List<Future<Optional<RunFailure>>> futures = new ArrayList<>();
            open.forEach(run -> futures.add(jobs.submit(() -> carryOut(run))));
            List<RunFailure> failures = new ArrayList<>();
            for (Future<Optional<RunFailure>> future : futures) {
                future.get().ifPresent(failures::add);
            }
            return List.copyOf(failures);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            if (e.getCause() instanceof InterruptedException) {
                throw new InterruptedException();
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            jobs.shutdownNow();
        }
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "experiment");
        thread.setDaemon(true);
        return thread;
    }

    private Optional<RunFailure> carryOut(RunSettings run) throws IOException, InterruptedException {
        Path place = folder.run(run.id());
        folder.writeBegun(run);
        long before = folder.roundsBefore(run.id());
        RunResult result;
        try {
            result = executor.run(run, place, round -> {
                synchronized (listener) {
                    listener.round(run, round, round.version() <= before);
                }
            });
        } catch (RunException | RuntimeException e) {
            return Optional.of(failed(run, e.getMessage() == null ? e.toString() : e.getMessage()));
        } catch (OutOfMemoryError e) {
            return Optional.of(failed(run, "The run must have more memory. Set FEDFABRIC_HEAP, say to 6g: " + e));
        }
        folder.writeResult(result);
        if (!options.keep()) {
            folder.clear(run.id());
        }
        synchronized (listener) {
            listener.finished(result);
            sessions.ended();
            folder.writePoints(folder.results());
        }
        return Optional.empty();
    }

    private RunFailure failed(RunSettings run, String reason) throws IOException {
        RunFailure failure = new RunFailure(
                run, reason, Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        folder.writeFailure(failure);
        synchronized (listener) {
            listener.failed(failure);
            sessions.ended();
        }
        return failure;
    }
}
