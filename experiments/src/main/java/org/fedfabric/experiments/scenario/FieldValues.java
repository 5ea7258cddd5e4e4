package org.fedfabric.experiments.scenario;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.fedfabric.experiments.run.RunSettings;
import org.fedfabric.experiments.run.RunSettings.AttackSettings;
import org.fedfabric.experiments.run.RunSettings.LocalWork;
import org.fedfabric.experiments.run.RunSettings.NoiseSettings;

/** Values of some fields, with the places where they stand. */
final class FieldValues {
    static final FieldValues NONE = new FieldValues(new EnumMap<>(Field.class));

    private final Map<Field, YamlPart> values;

    private FieldValues(Map<Field, YamlPart> values) {
        this.values = values;
    }

    /** The fields of a map; refuses unknown ones. Nothing at all is no field. */
    static FieldValues of(YamlPart part, String what) {
        Map<Field, YamlPart> values = new EnumMap<>(Field.class);
        if (!part.isAbsent()) {
            part.members(what, Field.keys())
                    .forEach((key, value) -> put(values, Field.of(key).orElseThrow(), value));
        }
        return new FieldValues(values);
    }

    /** One field. */
    static FieldValues of(Field field, YamlPart value) {
        Map<Field, YamlPart> values = new EnumMap<>(Field.class);
        put(values, field, value);
        return new FieldValues(values);
    }

    private static void put(Map<Field, YamlPart> values, Field field, YamlPart value) {
        field.check(value);
        values.put(field, value);
    }

    /** These, and over them those. */
    FieldValues with(FieldValues over) {
        Map<Field, YamlPart> both = new EnumMap<>(Field.class);
        both.putAll(values);
        both.putAll(over.values);
        return new FieldValues(both);
    }

    /**
     * The settings they make.
     *
     * @param cell what to name where a field is missing altogether
     */
    RunSettings settings(String id, Map<String, String> axes, long seed, YamlPart cell) {
        try {
            String mechanism = text(Field.MECHANISM, cell);
            String attack = text(Field.ATTACK, cell);
            return new RunSettings(
                    id,
                    axes,
                    text(Field.DATASET, cell),
                    whole(Field.TRAINING_ROWS, cell),
                    text(Field.PARTITION, cell),
                    whole(Field.PARTICIPANTS, cell),
                    whole(Field.ENTERPRISES, cell),
                    whole(Field.SELECTED, cell),
                    text(Field.MODEL, cell),
                    new LocalWork(
                            whole(Field.EPOCHS, cell),
                            whole(Field.BATCH, cell),
                            number(Field.RATE, cell),
                            number(Field.MOMENTUM, cell),
                            number(Field.CLIP_NORM, cell)),
                    whole(Field.VERSIONS, cell),
                    whole(Field.EVALUATE_EVERY, cell),
                    text(Field.TARGET, cell).equals(Field.NONE)
                            ? Optional.empty()
                            : Optional.of(number(Field.TARGET, cell)),
                    whole(Field.VALIDATION_ROWS, cell),
                    text(Field.DEFENCE, cell),
                    text(Field.SELECTION, cell),
                    mechanism.equals(Field.NONE)
                            ? Optional.empty()
                            : Optional.of(new NoiseSettings(
                                    mechanism,
                                    text(Field.CALIBRATION, cell),
                                    number(Field.EPSILON, cell),
                                    number(Field.DELTA, cell))),
                    attack.equals(Field.NONE)
                            ? Optional.empty()
                            : Optional.of(new AttackSettings(attack, number(Field.SHARE, cell))),
                    seed);
        } catch (ScenarioException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw place(e.getMessage(), cell).wrong(e.getMessage() + ". Run: " + id);
        }
    }

    /** The value of the field that a message names, or the whole cell. */
    private YamlPart place(String message, YamlPart cell) {
        return values.entrySet().stream()
                .filter(entry -> message.matches("(?s)(.*\\W)?" + entry.getKey().key() + "\\W.*"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(cell);
    }

    private String text(Field field, YamlPart cell) {
        YamlPart value = values.get(field);
        return value == null ? field.usual().orElseThrow(() -> missing(field, cell)) : value.text(field.key());
    }

    private int whole(Field field, YamlPart cell) {
        YamlPart value = values.get(field);
        if (value == null) {
            return Integer.parseInt(field.usual().orElseThrow(() -> missing(field, cell)));
        }
        long whole = value.whole(field.key());
        if (whole != (int) whole) {
            throw value.wrong(field.key() + " must be at most " + Integer.MAX_VALUE + ". Provided value: " + whole);
        }
        return (int) whole;
    }

    private double number(Field field, YamlPart cell) {
        YamlPart value = values.get(field);
        return value == null
                ? Double.parseDouble(field.usual().orElseThrow(() -> missing(field, cell)))
                : value.number(field.key());
    }

    private static ScenarioException missing(Field field, YamlPart cell) {
        return cell.wrong(field.key() + " must be given, say in defaults: " + field.form() + ". Provided value: none");
    }
}
