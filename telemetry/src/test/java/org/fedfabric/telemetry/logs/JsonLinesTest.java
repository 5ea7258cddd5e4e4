package org.fedfabric.telemetry.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class JsonLinesTest {
    private static LogRecord entry(String message, Object... parameters) {
        LogRecord entry = new LogRecord(Level.INFO, message);
        entry.setLoggerName("org.fedfabric.trainer.node");
        entry.setParameters(parameters);
        return entry;
    }

    private static JsonObject line(LogRecord entry) {
        String text = new JsonLines().format(entry);
        assertThat(text).endsWith("\n");
        assertThat(text.strip()).as("one line").doesNotContain("\n");
        return JsonParser.parseString(text).getAsJsonObject();
    }

    @Test
    void task_and_version_are_fields_and_stand_in_the_message() {
        JsonObject line = line(entry("{0}: {1} published it", Subject.of("demo", 1_234), "OrgA/p1"));

        assertThat(line.get("task").getAsString()).isEqualTo("demo");
        assertThat(line.get("version").getAsLong()).isEqualTo(1_234);
        assertThat(line.get("message").getAsString()).isEqualTo("demo version 1234: OrgA/p1 published it");
        assertThat(line.get("level").getAsString()).isEqualTo("INFO");
        assertThat(line.get("logger").getAsString()).isEqualTo("org.fedfabric.trainer.node");
        assertThat(line.get("time").getAsString()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d.*Z");
    }

    @Test
    void what_a_line_is_not_about_is_left_out() {
        assertThat(line(entry("{0}: completed", Subject.of("demo"))).keySet())
                .containsExactlyInAnyOrder("time", "level", "logger", "task", "message");
        assertThat(line(entry("plain")).keySet()).containsExactlyInAnyOrder("time", "level", "logger", "message");
    }

    @Test
    void a_stack_trace_and_line_breaks_stay_one_line() {
        LogRecord entry = entry("two\nlines \"quoted\"");
        entry.setThrown(new IllegalStateException("why"));

        JsonObject line = line(entry);

        assertThat(line.get("message").getAsString()).isEqualTo("two\nlines \"quoted\"");
        assertThat(line.get("error").getAsString()).startsWith("java.lang.IllegalStateException: why\n\tat ");
    }

    @Test
    void knows_two_formats() {
        assertThat(LogFormat.of(null)).isEqualTo(LogFormat.TEXT);
        assertThat(LogFormat.of(" Json ")).isEqualTo(LogFormat.JSON);
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> LogFormat.of("yaml"))
                .withMessageContaining("Provided value: yaml");
    }
}
