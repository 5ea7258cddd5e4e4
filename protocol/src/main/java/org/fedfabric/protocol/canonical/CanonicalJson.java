package org.fedfabric.protocol.canonical;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import java.nio.charset.StandardCharsets;

/**
 * The one JSON form of a record: components in declaration order, no white space, absent instead of null, no floating
 * point (printing a double changed in JDK 19, so two honest endorsers could disagree; reals are scaled longs). A text is
 * accepted only if reading and writing it again gives the same text, so duplicate keys, other orders, unknown fields,
 * {@code 1.0} for {@code 1} and left-out numbers are all refused (protocol.md §3).
 */
public final class CanonicalJson {
    private static final Gson GSON = new GsonBuilder()
            .disableHtmlEscaping()
            .setStrictness(Strictness.STRICT)
            .registerTypeAdapterFactory(new TaggedTypes())
            .create();

    private CanonicalJson() {}

    /** Writes a record in its canonical form. */
    public static String write(Object record) {
        return GSON.toJson(record);
    }

    /** The canonical form as UTF-8 bytes, the form that is hashed and stored. */
    public static byte[] bytes(Object record) {
        return write(record).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads a record from its canonical form.
     *
     * @throws NotCanonicalException if the text is not JSON for the type, breaks one of its rules, or is not canonical
     */
    public static <T> T read(String json, Class<T> type) {
        T value;
        try {
            value = GSON.fromJson(json, type);
        } catch (JsonParseException | IllegalArgumentException | NullPointerException e) {
            throw new NotCanonicalException(
                    "Must be a valid " + type.getSimpleName() + ": " + rootMessage(e) + ". Provided value: "
                            + excerpt(json),
                    e);
        } catch (RuntimeException e) {
            // Gson wraps what a record's constructor throws.
            throw new NotCanonicalException(
                    "Must be a valid " + type.getSimpleName() + ": " + rootMessage(e) + ". Provided value: "
                            + excerpt(json),
                    e);
        }
        if (value == null || !write(value).equals(json)) {
            throw new NotCanonicalException(
                    "Must be canonical JSON of a " + type.getSimpleName()
                            + " (declared order, no white space, every number present). Provided value: "
                            + excerpt(json),
                    null);
        }
        return value;
    }

    /** Reads a record from the UTF-8 bytes of its canonical form. */
    public static <T> T read(byte[] utf8, Class<T> type) {
        return read(new String(utf8, StandardCharsets.UTF_8), type);
    }

    private static String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root.getMessage();
    }

    private static String excerpt(String json) {
        if (json == null) {
            return "nothing";
        }
        return json.length() <= 200 ? json : json.substring(0, 200) + "… (" + json.length() + " characters)";
    }
}
