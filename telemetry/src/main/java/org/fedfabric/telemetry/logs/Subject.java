package org.fedfabric.telemetry.logs;

import java.util.Objects;

/**
 * What a log line is about: given among a line's parameters, it reads {@code demo version 3} in text and becomes the fields
 * {@code task} and {@code version} in JSON.
 *
 * @param task the task's name
 * @param version the version's number, or null if the line is about the task as a whole
 */
public record Subject(String task, Long version) {
    /** Checks that there is a task. */
    public Subject {
        Objects.requireNonNull(task, "task");
    }

    /** A task as a whole. */
    public static Subject of(String task) {
        return new Subject(task, null);
    }

    /** One version of a task. */
    public static Subject of(String task, long version) {
        return new Subject(task, version);
    }

    @Override
    public String toString() {
        return version == null ? task : task + " version " + version;
    }
}
