package org.fedfabric.trainer.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.fedfabric.protocol.canonical.Checks;

/**
 * The values of known settings: defaults, a YAML file over them, the environment over that, flags over all. A name that
 * is not known is refused, with the one it resembles; a value that is not of its form is refused with where it stood.
 *
 * <pre>{@code
 * Settings settings = Settings.of(KNOWN).file(path).environment(System.getenv()).flags(given).build();
 * int parallel = settings.get(PARALLEL);
 * }</pre>
 */
public final class Settings {
    /** What the names of environment variables begin with. */
    public static final String ENVIRONMENT_PREFIX = "FEDFABRIC_";

    private final Map<Setting<?>, Value> values;

    private Settings(Map<Setting<?>, Value> values) {
        this.values = values;
    }

    /**
     * Where a value came from.
     *
     * @param text the value as it was written
     * @param source {@code default}, a file's name, an environment variable or a flag
     */
    private record Value(String text, Object parsed, String source) {}

    /**
     * A setting, its value and where that came from.
     *
     * @param setting the setting
     * @param value the value as it was written, or the default
     * @param source {@code default}, a file's name, an environment variable or a flag
     */
    public record Explanation(Setting<?> setting, String value, String source) {}

    /** Begins with the settings that may occur. */
    public static Builder of(List<Setting<?>> known) {
        return new Builder(known);
    }

    /** The value of a known setting. */
    @SuppressWarnings("unchecked") // a value was parsed by its own setting
    public <T> T get(Setting<T> setting) {
        Value value = values.get(setting);
        Checks.require(
                value != null || values.containsKey(setting), "A setting must be among the known ones", setting.name());
        return value == null ? setting.defaultValue() : (T) value.parsed();
    }

    /** All settings in the order they were made known, with their values and sources. */
    public List<Explanation> explain() {
        List<Explanation> all = new ArrayList<>();
        values.forEach((setting, value) -> all.add(
                value == null
                        ? new Explanation(setting, setting.defaultText(), "default")
                        : new Explanation(setting, value.text(), value.source())));
        return all;
    }

    /** Collects values; what is added later wins. */
    public static final class Builder {
        private final Map<String, Setting<?>> known = new LinkedHashMap<>();
        private final Map<Setting<?>, Value> values = new LinkedHashMap<>();

        private Builder(List<Setting<?>> settings) {
            for (Setting<?> setting : settings) {
                Checks.require(
                        known.put(setting.name(), setting) == null, "A setting must be known once", setting.name());
                values.put(setting, null);
            }
        }

        /**
         * Takes the values of a YAML file: sections as nested maps, lists as lists.
         *
         * @throws IOException when the file cannot be read
         * @throws IllegalArgumentException with the file's name and what is wrong in it
         */
        public Builder file(Path file) throws IOException {
            YamlSettings.read(file).forEach((name, text) -> put(name, text, file.toString()));
            return this;
        }

        /**
         * Takes the values of environment variables that begin with {@link #ENVIRONMENT_PREFIX} and a known section;
         * others may belong to scripts.
         *
         * @throws IllegalArgumentException with the variable's name and what is wrong
         */
        public Builder environment(Map<String, String> variables) {
            Map<String, Setting<?>> byVariable = new LinkedHashMap<>();
            known.values().forEach(setting -> byVariable.put(setting.environmentVariable(), setting));
            variables.forEach((variable, text) -> {
                Setting<?> setting = byVariable.get(variable);
                if (setting != null) {
                    put(setting.name(), text, variable);
                } else if (isOfKnownSection(variable)) {
                    throw new IllegalArgumentException("An environment variable must set a known setting; did you mean "
                            + Nearest.to(variable, byVariable.keySet()) + "? Provided value: " + variable);
                }
            });
            return this;
        }

        private boolean isOfKnownSection(String variable) {
            return known.values().stream()
                    .filter(setting -> !setting.section().equals(setting.name()))
                    .map(setting -> ENVIRONMENT_PREFIX + setting.section().toUpperCase(Locale.ROOT) + "_")
                    .anyMatch(variable::startsWith);
        }

        /**
         * Takes the values given on the command line.
         *
         * @param byName settings' names and texts
         * @throws IllegalArgumentException with the setting's name and what is wrong
         */
        public Builder flags(Map<String, String> byName) {
            byName.forEach((name, text) -> put(name, text, "flag"));
            return this;
        }

        private void put(String name, String text, String source) {
            Setting<?> setting = known.get(name);
            if (setting == null) {
                throw new IllegalArgumentException(source + ": a setting must be known; did you mean "
                        + Nearest.to(name, known.keySet()) + "? Provided value: " + name);
            }
            try {
                values.put(setting, new Value(text, setting.parser().apply(text), source));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        source + ": " + name + " must be " + setting.form() + ". Provided value: " + text, e);
            }
        }

        /** The settings as collected. */
        public Settings build() {
            return new Settings(new LinkedHashMap<>(values));
        }
    }
}
