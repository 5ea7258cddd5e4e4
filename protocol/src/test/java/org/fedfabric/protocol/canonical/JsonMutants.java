package org.fedfabric.protocol.canonical;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.internal.LazilyParsedNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Copies of a JSON text with one thing changed, at every place in it. */
final class JsonMutants {
    private static final Gson GSON =
            new GsonBuilder().disableHtmlEscaping().serializeNulls().create();

    private final String json;
    private final List<String> mutants = new ArrayList<>();

    private JsonMutants(String json) {
        this.json = json;
    }

    /** Changes that leave no canonical text of any record. */
    static List<String> notCanonical(String json) {
        JsonMutants mutants = new JsonMutants(json);
        mutants.eachNode(root -> root, node -> {
            if (node instanceof JsonObject object) {
                object.add("unheard-of", new JsonPrimitive(1));
            } else if (node instanceof JsonArray array) {
                array.add(JsonNull.INSTANCE);
            }
        });
        mutants.eachMember((object, name) -> object.add(name, JsonNull.INSTANCE));
        mutants.eachMember((object, name) -> {
            // Moved to the end, unless it is there already: then a second one under another order of the rest.
            JsonElement value = object.remove(name);
            List<String> rest = List.copyOf(object.keySet());
            object.add(name, value);
            if (!rest.isEmpty() && GSON.toJson(object).equals(json)) {
                object.add(rest.get(0), object.remove(rest.get(0)));
            }
        });
        mutants.eachMember((object, name) -> {
            if (object.get(name) instanceof JsonPrimitive number && number.isNumber()) {
                object.add(name, new JsonPrimitive(new LazilyParsedNumber(number.getAsString() + ".0")));
            }
        });
        mutants.eachMember((object, name) -> {
            if (object.get(name) instanceof JsonPrimitive number && number.isNumber()) {
                object.add(name, new JsonPrimitive(number.getAsString()));
            }
        });
        mutants.mutants.add(json + " ");
        mutants.mutants.add(json.replaceFirst("[:{]", "$0 "));
        mutants.mutants.add(json.substring(0, json.length() - 1));
        return mutants.changed();
    }

    /** Changes after which the text may be another record's, or none. */
    static List<String> otherContents(String json) {
        JsonMutants mutants = new JsonMutants(json);
        mutants.eachMember((object, name) -> object.remove(name));
        for (JsonElement other : List.of(
                new JsonPrimitive("NO_SUCH"),
                new JsonPrimitive(Long.MAX_VALUE),
                new JsonPrimitive(-1),
                new JsonPrimitive(true),
                new JsonArray(),
                new JsonObject())) {
            mutants.eachMember((object, name) -> object.add(name, other));
        }
        return mutants.changed();
    }

    private interface MemberChange {
        void apply(JsonObject object, String name);
    }

    private void eachMember(MemberChange change) {
        eachNode(root -> root, node -> {
            if (node instanceof JsonObject object) {
                for (String name : List.copyOf(object.keySet())) {
                    JsonObject before = object.deepCopy();
                    change.apply(object, name);
                    record();
                    List.copyOf(object.keySet()).forEach(object::remove);
                    before.entrySet().forEach(e -> object.add(e.getKey(), e.getValue()));
                }
            }
        });
    }

    private JsonElement root;

    private void record() {
        mutants.add(GSON.toJson(root));
    }

    /** Visits every node of a fresh copy of the text, and keeps what the change left behind. */
    private void eachNode(UnaryOperator<JsonElement> find, Consumer<JsonElement> change) {
        JsonElement node = find.apply(JsonParser.parseString(json));
        int children = node instanceof JsonArray array ? array.size() : node instanceof JsonObject o ? o.size() : 0;
        root = JsonParser.parseString(json);
        change.accept(find.apply(root));
        record();
        for (int i = 0; i < children; i++) {
            int child = i;
            eachNode(
                    copy -> {
                        JsonElement parent = find.apply(copy);
                        return parent instanceof JsonArray array
                                ? array.get(child)
                                : List.copyOf(parent.getAsJsonObject().asMap().values())
                                        .get(child);
                    },
                    change);
        }
    }

    private List<String> changed() {
        return mutants.stream()
                .filter(mutant -> !mutant.equals(json))
                .distinct()
                .toList();
    }
}
