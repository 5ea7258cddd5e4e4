package org.fedfabric.experiments.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fedfabric.trainer.config.Nearest;

/**
 * One dimension of a grid.
 *
 * @param name its name
 * @param values at least one
 */
record Axis(String name, List<Value> values) {
    private static final String SEED = "seed";

    /**
     * One value.
     *
     * @param label what it is called, in ids and in tables
     * @param fields what it sets
     * @param place where it stands
     */
    record Value(String label, FieldValues fields, YamlPart place) {}

    /** A list of values of the field of that name, or a map of labels to fields. */
    static Axis of(String name, YamlPart part) {
        if (name.equals(SEED)) {
            throw part.wrong("Seeds must be given as seeds, not as an axis. Provided value: seed");
        }
        List<Value> values = new ArrayList<>();
        if (part.isMap()) {
            part.members("The axis " + name)
                    .forEach((label, bundle) ->
                            values.add(new Value(label, FieldValues.of(bundle, name + " " + label), bundle)));
        } else {
            Field field = Field.of(name)
                    .orElseThrow(() -> part.wrong("An axis with a list of values must be called like a field."
                            + " Provided value: " + name + ". Did you mean " + Nearest.to(name, Field.keys())
                            + "? Otherwise give a map of names to fields"));
            for (YamlPart element : part.elements("The axis " + name)) {
                values.add(new Value(element.text(name), FieldValues.of(field, element), element));
            }
        }
        return checked(new Axis(name, List.copyOf(values)), part);
    }

    /** A list of seeds and ranges such as 2-5, or a map of those to fields. */
    static Axis seeds(YamlPart part) {
        List<Value> values = new ArrayList<>();
        if (part.isMap()) {
            for (Map.Entry<String, YamlPart> entry : part.members("seeds").entrySet()) {
                FieldValues fields = FieldValues.of(entry.getValue(), "seeds " + entry.getKey());
                addSeeds(entry.getKey(), fields, entry.getValue(), values);
            }
        } else {
            part.elements("seeds")
                    .forEach(element -> addSeeds(element.text("A seed"), FieldValues.NONE, element, values));
        }
        return checked(new Axis(SEED, List.copyOf(values)), part);
    }

    /** Seed 1 only, for a scenario that says nothing. */
    static Axis firstSeed(YamlPart scenario) {
        return new Axis(SEED, List.of(new Value("1", FieldValues.NONE, scenario)));
    }

    private static void addSeeds(String text, FieldValues fields, YamlPart place, List<Value> values) {
        if (!text.matches("[0-9]{1,9}(-[0-9]{1,9})?")) {
            throw place.wrong("A seed must be a whole number, or a range such as 2-5. Provided value: " + text);
        }
        String[] ends = text.split("-");
        long first = Long.parseLong(ends[0]);
        long last = Long.parseLong(ends[ends.length - 1]);
        if (last < first || last - first >= Grid.MOST_RUNS) {
            throw place.wrong(
                    "A range of seeds must go upwards, by less than " + Grid.MOST_RUNS + ". Provided value: " + text);
        }
        for (long seed = first; seed <= last; seed++) {
            values.add(new Value(String.valueOf(seed), fields, place));
        }
    }

    private static Axis checked(Axis axis, YamlPart part) {
        if (axis.values.isEmpty()) {
            throw part.wrong("The axis " + axis.name + " must have a value. It has none");
        }
        for (int i = 0; i < axis.values.size(); i++) {
            Value value = axis.values.get(i);
            if (axis.values.subList(0, i).stream().anyMatch(other -> other.label.equals(value.label))) {
                throw value.place.wrong(
                        "The axis " + axis.name + " must have every value once. It has " + value.label + " twice");
            }
        }
        return axis;
    }
}
