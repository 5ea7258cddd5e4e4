package org.fedfabric.trainer.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The trainer processes of a demo. Each has a log and a file with its process id, so that it can be killed and started
 * again by hand while the task runs; ending the demo ends those it started.
 */
final class Processes implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Path work;
    private final Path logs;
    private final String command;
    /** A process that is killed is started again this often; one that fails for a reason would fail again. */
    private static final int MAX_RESTARTS = 10;
    /** Ended by a signal: 128 + its number. */
    private static final int SIGNALLED = 128;

    /** How a process says why it ends. */
    private static final String ERROR = "error: ";

    private final Map<String, Process> running = new ConcurrentHashMap<>();
    private final Thread ending = new Thread(this::end, "end-trainers");
    private boolean ended;
    private final Map<String, List<String>> lines = new LinkedHashMap<>();
    private final Map<String, Integer> restarts = new LinkedHashMap<>();
    private final Set<Process> told = new HashSet<>();
    private final Map<String, Long> peakKilobytes = new LinkedHashMap<>();

    /**
     * @param work folder for process ids
     * @param logs folder for logs
     * @param command the {@code fedfabric} command itself
     */
    Processes(Path work, Path logs, String command) {
        this.work = work;
        this.logs = logs;
        this.command = command;
        // A demo that is told to stop ends its trainers, too.
        Runtime.getRuntime().addShutdownHook(ending);
    }

    void start(String name, List<String> arguments) {
        List<String> line = new ArrayList<>(List.of(command));
        line.addAll(arguments);
        lines.put(name, line);
        launch(name, line);
    }

    /** Starts those again that were killed; returns their names. */
    List<String> restartKilled() {
        List<String> again = new ArrayList<>();
        for (Map.Entry<String, List<String>> entry : lines.entrySet()) {
            Process process = running.get(entry.getKey());
            if (!process.isAlive()
                    && process.exitValue() > SIGNALLED
                    && restarts.merge(entry.getKey(), 1, Integer::sum) <= MAX_RESTARTS) {
                launch(entry.getKey(), entry.getValue());
                again.add(entry.getKey());
            }
        }
        return again;
    }

    /** Waits a little for all to end by themselves, as they do when their task has ended. */
    void awaitEnd() throws InterruptedException {
        for (Process process : running.values()) {
            process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private synchronized void launch(String name, List<String> line) {
        if (ended) {
            return;
        }
        try {
            Files.createDirectories(logs);
            Path log = logs.resolve(name + ".log");
            Process process = new ProcessBuilder(line)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .start();
            running.put(name, process);
            Files.writeString(work.resolve(name + ".pid"), process.pid() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start trainer " + name + ": " + e.getMessage(), e);
        }
    }

    /** Those that have ended with an error since this was last asked, each with its exit code. */
    Map<String, Integer> newlyFailed() {
        Map<String, Integer> codes = new TreeMap<>();
        for (String name : failed()) {
            Process process = running.get(name);
            if (told.add(process)) {
                codes.put(name, process.exitValue());
            }
        }
        return codes;
    }

    /** Whether every one has ended with this exit code. */
    boolean haveAllEndedWith(int exitCode) {
        return running.values().stream().allMatch(process -> !process.isAlive() && process.exitValue() == exitCode);
    }

    /** Names of those that have ended with an error. */
    List<String> failed() {
        return running.entrySet().stream()
                .filter(e -> !e.getValue().isAlive() && e.getValue().exitValue() != 0)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Whether one has ended with this exit code. */
    boolean hasOneEndedWith(int exitCode) {
        return running.values().stream().anyMatch(process -> !process.isAlive() && process.exitValue() == exitCode);
    }

    /** The last sentence with which one of those in {@link #failed} ended. */
    Optional<String> lastError() {
        for (String name : failed()) {
            try (Stream<String> log = Files.lines(logs.resolve(name + ".log"))) {
                Optional<String> error =
                        log.filter(line -> line.startsWith(ERROR)).reduce((first, last) -> last);
                if (error.isPresent()) {
                    return error.map(line -> line.substring(ERROR.length()));
                }
            } catch (IOException | UncheckedIOException e) {
                // The next log may tell.
            }
        }
        return Optional.empty();
    }

    /** How many were started. */
    int count() {
        return running.size();
    }

    /** Reads how much memory each has used at most so far. */
    void sampleMemory() {
        running.forEach((name, process) -> Memory.peakKilobytes(process.pid())
                .ifPresent(kilobytes -> peakKilobytes.merge(name, kilobytes, Math::max)));
    }

    /** Sum of what {@link #sampleMemory} saw, in kilobytes; empty where the system does not tell. */
    OptionalLong peakKilobytes() {
        return peakKilobytes.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(peakKilobytes.values().stream()
                        .mapToLong(Long::longValue)
                        .sum());
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(ending);
        } catch (IllegalStateException e) {
            // The process is being told to stop: the hook does it.
            return;
        }
        end();
    }

    private synchronized void end() {
        ended = true;
        running.values().forEach(Process::destroy);
        running.forEach((name, process) -> {
            try {
                if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                    process.destroyForcibly();
                }
                Files.deleteIfExists(work.resolve(name + ".pid"));
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
