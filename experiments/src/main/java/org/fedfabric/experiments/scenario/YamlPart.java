package org.fedfabric.experiments.scenario;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fedfabric.trainer.config.Nearest;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** A part of a YAML document that knows where it stands, so that whoever finds it wrong can say so. */
final class YamlPart {
    private final String file;
    private final Node node;

    private YamlPart(String file, Node node) {
        this.file = file;
        this.node = node;
    }

    /**
     * The whole document.
     *
     * @param file its name in messages
     */
    static YamlPart document(String file, String text) {
        Optional<Node> root;
        try {
            root = new Compose(LoadSettings.builder().setLabel(file).build()).composeString(text);
        } catch (MarkedYamlEngineException e) {
            String line = e.getProblemMark().map(mark -> ":" + line(mark)).orElse("");
            throw new ScenarioException(file + line + ": must be YAML. " + e.getProblem());
        } catch (YamlEngineException e) {
            throw new ScenarioException(file + ": must be YAML. " + e.getMessage());
        }
        return new YamlPart(
                file, root.orElseThrow(() -> new ScenarioException(file + ": must hold a scenario. It is empty.")));
    }

    /** Its members by name, in order. */
    Map<String, YamlPart> members(String what) {
        if (!(node instanceof MappingNode mapping)) {
            throw wrong(what + " must be a map of names to values. Provided value: " + shown());
        }
        Map<String, YamlPart> members = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            YamlPart key = new YamlPart(file, tuple.getKeyNode());
            String name = key.text("A name in " + what);
            if (members.put(name, new YamlPart(file, tuple.getValueNode())) != null) {
                throw key.wrong(name + " must be given once in " + what + ". It is given twice.");
            }
        }
        return members;
    }

    /** Its members by name; refuses names that are not known. */
    Map<String, YamlPart> members(String what, Collection<String> known) {
        Map<String, YamlPart> members = members(what);
        members.forEach((name, part) -> {
            if (!known.contains(name)) {
                throw part.wrong(what + " has no " + name + ". Did you mean " + Nearest.to(name, known) + "?");
            }
        });
        return members;
    }

    /** Its elements in order. */
    List<YamlPart> elements(String what) {
        if (!(node instanceof SequenceNode sequence)) {
            throw wrong(what + " must be a list. Provided value: " + shown());
        }
        List<YamlPart> elements = new ArrayList<>();
        sequence.getValue().forEach(element -> elements.add(new YamlPart(file, element)));
        return elements;
    }

    /** Its text, be it written as word or number. */
    String text(String what) {
        if (!(node instanceof ScalarNode scalar) || isAbsent()) {
            throw wrong(what + " must be a word or a number. Provided value: " + shown());
        }
        return scalar.getValue();
    }

    /** Its whole number. */
    long whole(String what) {
        String text = text(what);
        try {
            return Long.parseLong(text.replace("_", ""));
        } catch (NumberFormatException e) {
            throw wrong(what + " must be a whole number. Provided value: " + text);
        }
    }

    /** Its number. */
    double number(String what) {
        String text = text(what);
        try {
            double value = Double.parseDouble(text);
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            // The sentence below says it.
        }
        throw wrong(what + " must be a number. Provided value: " + text);
    }

    boolean isMap() {
        return node instanceof MappingNode;
    }

    boolean isList() {
        return node instanceof SequenceNode;
    }

    /** Whether nothing stands here. */
    boolean isAbsent() {
        return node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.NULL);
    }

    /** The sentence with the place. */
    ScenarioException wrong(String sentence) {
        return new ScenarioException(
                file + node.getStartMark().map(mark -> ":" + line(mark)).orElse("") + ": " + sentence);
    }

    private static int line(Mark mark) {
        return mark.getLine() + 1;
    }

    private String shown() {
        if (isAbsent()) {
            return "nothing";
        }
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        return isMap() ? "a map" : "a list";
    }
}
