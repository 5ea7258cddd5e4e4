package org.fedfabric.trainer.report;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Divides a run's time among start, training, validation, ledger and content, walking the chain of steps that each had
 * to wait for the one before. Every millisecond between begin and end is counted once, so the parts sum to the whole.
 */
public final class CriticalPathBuilder {
    private enum Part {
        START,
        TRAINING,
        VALIDATION,
        LEDGER,
        CONTENT
    }

    private final Map<Part, Long> millis = new EnumMap<>(Part.class);
    private final List<ProgressStep> steps;
    private long cursor;

    private CriticalPathBuilder(List<ProgressStep> steps, long beginMillis) {
        this.steps = steps;
        this.cursor = beginMillis;
        for (Part part : Part.values()) {
            millis.put(part, 0L);
        }
    }

    /**
     * Walks the steps of a task.
     *
     * @param steps what all trainers wrote, in any order
     * @param versions how many versions were published after version 0
     * @param beginMillis when the run began
     * @param endMillis when it ended, evaluations included
     */
    public static CriticalPath of(List<ProgressStep> steps, int versions, long beginMillis, long endMillis) {
        CriticalPathBuilder path = new CriticalPathBuilder(steps, beginMillis);
        path.first("training-started", 0).ifPresent(s -> path.advanceTo(s.t(), Part.START));
        for (long version = 0; version < versions; version++) {
            path.walk(version);
        }
        path.advanceTo(endMillis, Part.VALIDATION);
        return path.result();
    }

    private void walk(long version) {
        Optional<ProgressStep> advanced = first("advanced", version);
        if (advanced.isEmpty()) {
            return;
        }
        long end = advanced.get().t();
        // The submission everybody waited for is the last one before the successor was published.
        last("submitted", version, end).ifPresent(submitted -> {
            String slowest = submitted.participant();
            of(slowest, "training-started", version).ifPresent(s -> advanceTo(s.t(), Part.LEDGER));
            of(slowest, "training-finished", version).ifPresent(s -> advanceTo(s.t(), Part.TRAINING));
            of(slowest, "sealed", version).ifPresent(s -> advanceTo(s.t(), Part.CONTENT));
            advanceTo(submitted.t(), Part.LEDGER);
        });
        String winner = advanced.get().participant();
        of(winner, "closed-seen", version).ifPresent(s -> advanceTo(s.t(), Part.LEDGER));
        last(
                        "revealed",
                        version,
                        of(winner, "judged", version).map(ProgressStep::t).orElse(end))
                .ifPresent(s -> advanceTo(s.t(), Part.CONTENT));
        of(winner, "judged", version).ifPresent(s -> advanceTo(s.t(), Part.VALIDATION));
        advanceTo(end, Part.LEDGER);
    }

    private void advanceTo(long t, Part part) {
        if (t > cursor) {
            millis.merge(part, t - cursor, Long::sum);
            cursor = t;
        }
    }

    private Optional<ProgressStep> first(String step, long version) {
        return steps.stream()
                .filter(s -> s.version() == version && s.step().equals(step))
                .min(Comparator.comparingLong(ProgressStep::t));
    }

    private Optional<ProgressStep> last(String step, long version, long notAfter) {
        return steps.stream()
                .filter(s -> s.version() == version && s.step().equals(step) && s.t() <= notAfter)
                .max(Comparator.comparingLong(ProgressStep::t));
    }

    private Optional<ProgressStep> of(String participant, String step, long version) {
        return steps.stream()
                .filter(s -> s.version() == version
                        && s.step().equals(step)
                        && s.participant().equals(participant))
                .min(Comparator.comparingLong(ProgressStep::t));
    }

    private CriticalPath result() {
        return new CriticalPath(
                seconds(Part.START),
                seconds(Part.TRAINING),
                seconds(Part.VALIDATION),
                seconds(Part.LEDGER),
                seconds(Part.CONTENT));
    }

    private double seconds(Part part) {
        return millis.get(part) / 1000.0;
    }
}
