package org.fedfabric.telemetry.logs;

import java.util.Locale;
import java.util.logging.Handler;
import java.util.logging.Logger;

/** How a process writes its log. */
public enum LogFormat {
    /** A line for people, as {@code java.util.logging} is configured. */
    TEXT,
    /** A JSON object a line, with task and version as fields. */
    JSON;

    /** The environment variable that says so to processes without settings of their own. */
    public static final String VARIABLE = "FEDFABRIC_LOG_FORMAT";

    /**
     * Reads a name.
     *
     * @param name {@code text} or {@code json}; null or empty means text
     * @throws IllegalArgumentException for anything else
     */
    public static LogFormat of(String name) {
        if (name == null || name.isBlank()) {
            return TEXT;
        }
        return switch (name.strip().toLowerCase(Locale.ROOT)) {
            case "text" -> TEXT;
            case "json" -> JSON;
            default ->
                throw new IllegalArgumentException("The log's format must be text or json. Provided value: " + name);
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Makes this process's log of this format, from the next line on. */
    public void apply() {
        if (this == JSON) {
            for (Handler handler : Logger.getLogger("").getHandlers()) {
                handler.setFormatter(new JsonLines());
            }
        }
    }
}
