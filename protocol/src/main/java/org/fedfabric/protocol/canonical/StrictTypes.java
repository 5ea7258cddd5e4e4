package org.fedfabric.protocol.canonical;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import com.google.gson.TypeAdapter;
import com.google.gson.TypeAdapterFactory;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Closes two doors that Gson leaves open: an unknown enum constant is refused instead of read as null, and a record with
 * a floating-point component is refused as a mistake of ours.
 */
final class StrictTypes implements TypeAdapterFactory {
    private static final Set<Class<?>> FLOATING = Set.of(float.class, double.class, Float.class, Double.class);

    @Override
    public <T> TypeAdapter<T> create(Gson gson, TypeToken<T> type) {
        Class<? super T> raw = type.getRawType();
        if (FLOATING.contains(raw)) {
            throw new IllegalStateException("A record in canonical JSON must have no floating-point component");
        }
        if (!raw.isEnum()) {
            return null;
        }
        Map<String, T> byName = new TreeMap<>();
        for (Object constant : raw.getEnumConstants()) {
            @SuppressWarnings("unchecked") // a constant of T's own class is a T
            T value = (T) constant;
            byName.put(((Enum<?>) constant).name(), value);
        }
        return new TypeAdapter<>() {
            @Override
            public void write(JsonWriter out, T value) throws IOException {
                out.value(value == null ? null : ((Enum<?>) value).name());
            }

            @Override
            public T read(JsonReader in) throws IOException {
                if (in.peek() != JsonToken.STRING) {
                    throw new JsonParseException("a " + raw.getSimpleName() + " must be a text");
                }
                String name = in.nextString();
                T value = byName.get(name);
                if (value == null) {
                    throw new JsonParseException(
                            raw.getSimpleName() + " must be one of " + byName.keySet() + ", not \"" + name + "\"");
                }
                return value;
            }
        };
    }
}
