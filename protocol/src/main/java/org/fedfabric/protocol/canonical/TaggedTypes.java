package org.fedfabric.protocol.canonical;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.TypeAdapter;
import com.google.gson.TypeAdapterFactory;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** Reads and writes sealed interfaces whose records carry {@link Tagged}, by a leading {@code kind} member. */
final class TaggedTypes implements TypeAdapterFactory {
    private static final String KIND = "kind";

    @Override
    public <T> TypeAdapter<T> create(Gson gson, TypeToken<T> type) {
        Class<? super T> raw = type.getRawType();
        if (!raw.isSealed() || !raw.isInterface()) {
            return null;
        }
        Map<String, TypeAdapter<? extends T>> byKind = new TreeMap<>();
        for (Class<?> permitted : raw.getPermittedSubclasses()) {
            @SuppressWarnings("unchecked") // a permitted subclass of T's sealed interface is a T
            Class<? extends T> subtype = (Class<? extends T>) permitted;
            byKind.put(
                    permitted.getAnnotation(Tagged.class).value(),
                    gson.getDelegateAdapter(this, TypeToken.get(subtype)));
        }
        TypeAdapter<JsonElement> elements = gson.getAdapter(JsonElement.class);
        return new TypeAdapter<>() {
            @Override
            public void write(JsonWriter out, T value) throws IOException {
                if (value == null) {
                    out.nullValue();
                    return;
                }
                String kind = value.getClass().getAnnotation(Tagged.class).value();
                JsonObject tagged = new JsonObject();
                tagged.addProperty(KIND, kind);
                treeOf(byKind.get(kind), value).entrySet().forEach(e -> tagged.add(e.getKey(), e.getValue()));
                elements.write(out, tagged);
            }

            @Override
            public T read(JsonReader in) throws IOException {
                JsonElement element = elements.read(in);
                if (!element.isJsonObject() || !element.getAsJsonObject().has(KIND)) {
                    throw new JsonParseException("a " + raw.getSimpleName() + " needs a \"kind\"");
                }
                JsonObject object = element.getAsJsonObject();
                String kind = object.remove(KIND).getAsString();
                TypeAdapter<? extends T> adapter = byKind.get(kind);
                if (adapter == null) {
                    throw new JsonParseException("kind must be one of " + byKind.keySet() + ", not \"" + kind + "\"");
                }
                return adapter.fromJsonTree(object);
            }
        };
    }

    @SuppressWarnings("unchecked") // the adapter was looked up by the value's own kind
    private static <T> JsonObject treeOf(TypeAdapter<? extends T> adapter, T value) {
        return ((TypeAdapter<T>) adapter).toJsonTree(value).getAsJsonObject();
    }
}
