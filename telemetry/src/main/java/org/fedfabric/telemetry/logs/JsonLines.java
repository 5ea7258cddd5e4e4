package org.fedfabric.telemetry.logs;

import com.google.gson.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/**
 * A log record as one line: {@code {"time":…,"level":…,"logger":…,"task":…,"version":…,"message":…,"error":…}}, time in UTC
 * after ISO 8601, members that say nothing left out. A stack trace is the text of {@code error}, so a line stays a line.
 */
final class JsonLines extends Formatter {
    @Override
    public String format(LogRecord entry) {
        JsonObject line = new JsonObject();
        line.addProperty("time", entry.getInstant().toString());
        line.addProperty("level", entry.getLevel().getName());
        line.addProperty("logger", entry.getLoggerName());
        Object[] parameters = entry.getParameters();
        if (parameters != null) {
            for (Object parameter : parameters) {
                if (parameter instanceof Subject subject) {
                    line.addProperty("task", subject.task());
                    if (subject.version() != null) {
                        line.addProperty("version", subject.version());
                    }
                }
            }
        }
        line.addProperty("message", formatMessage(entry));
        if (entry.getThrown() != null) {
            StringWriter trace = new StringWriter();
            entry.getThrown().printStackTrace(new PrintWriter(trace, true));
            line.addProperty("error", trace.toString());
        }
        return line + "\n";
    }
}
