package org.fedfabric.trainer.config;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.fedfabric.protocol.canonical.Checks;

/**
 * One thing a program may be told.
 *
 * @param name such as {@code trainer.accept-unprotected}: lower case, sections separated by dots, words by hyphens
 * @param description one line for people
 * @param form what a value looks like, for messages
 * @param defaultValue what holds if nobody says anything
 * @param parser from text; throws IllegalArgumentException for what is not of the form
 */
public record Setting<T>(String name, String description, String form, T defaultValue, Function<String, T> parser) {
    /** Checks the name. */
    public Setting {
        Checks.present(name, "name of a setting");
        Checks.require(
                name.matches("[a-z]+(-[a-z]+)*(\\.[a-z]+(-[a-z]+)*)*"),
                "name of a setting must be lower-case words with hyphens, sections with dots",
                name);
        Checks.present(description, "description of " + name);
        Checks.present(form, "form of " + name);
        Checks.present(parser, "parser of " + name);
    }

    /** A text. */
    public static Setting<Optional<String>> text(String name, String description) {
        return new Setting<>(name, description, "a text", Optional.empty(), Optional::of);
    }

    /** A text with a default. */
    public static Setting<String> text(String name, String description, String defaultValue) {
        return new Setting<>(name, description, "a text", defaultValue, Function.identity());
    }

    /** A whole number in a range. */
    public static Setting<Integer> number(String name, String description, int min, int max, int defaultValue) {
        return new Setting<>(name, description, "a number from " + min + " to " + max, defaultValue, text -> {
            int value = Integer.parseInt(text);
            return Checks.inRange(value, min, max, name);
        });
    }

    /** Yes or no. */
    public static Setting<Boolean> flag(String name, String description, boolean defaultValue) {
        return new Setting<>(name, description, "true or false", defaultValue, text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(text);
        });
    }

    /** A file or folder. */
    public static Setting<Optional<Path>> path(String name, String description) {
        return new Setting<>(name, description, "a path", Optional.empty(), text -> Optional.of(Path.of(text)));
    }

    /** A file or folder with a default. */
    public static Setting<Path> path(String name, String description, Path defaultValue) {
        return new Setting<>(name, description, "a path", defaultValue, Path::of);
    }

    /** Texts separated by commas, or a list in YAML. */
    public static Setting<List<String>> list(String name, String description) {
        return new Setting<>(
                name,
                description,
                "a list, or texts separated by commas",
                List.of(),
                text -> Arrays.stream(text.split(","))
                        .map(String::strip)
                        .filter(part -> !part.isEmpty())
                        .toList());
    }

    /** The environment variable that sets it: {@code trainer.parallel} is {@code FEDFABRIC_TRAINER_PARALLEL}. */
    public String environmentVariable() {
        return Settings.ENVIRONMENT_PREFIX
                + name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** The part of the name before the first dot. */
    public String section() {
        int dot = name.indexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }

    /** The part of the name after the first dot, or all of it. */
    public String key() {
        return name.substring(name.indexOf('.') + 1);
    }

    /** The default as it would be written: empty if there is none. */
    public String defaultText() {
        Object value = defaultValue instanceof Optional<?> optional ? optional.orElse(null) : defaultValue;
        if (value == null) {
            return "";
        }
        return value instanceof List<?> list
                ? list.stream().map(String::valueOf).collect(Collectors.joining(","))
                : value.toString();
    }
}
