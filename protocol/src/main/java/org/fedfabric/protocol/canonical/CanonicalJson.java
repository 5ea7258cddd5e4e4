package org.fedfabric.protocol.canonical;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.Strictness;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * The one JSON form of a record: components in declaration order, no white space, absent instead of null, no floating
 * point (printing a double changed in JDK 19, so two honest endorsers could disagree; reals are scaled longs). Characters
 * stand for themselves except quotation mark, backslash, controls below U+0020, U+2028 and U+2029, which are escaped as
 * Gson does. A text is accepted only if reading and writing it again gives the same text, so duplicate keys, other orders,
 * unknown fields, {@code 1.0} for {@code 1} and left-out numbers are all refused (protocol.md §3).
 */
public final class CanonicalJson {
    private static final Gson GSON = new GsonBuilder()
            .disableHtmlEscaping()
            .setStrictness(Strictness.STRICT)
            .registerTypeAdapterFactory(new TaggedTypes())
            .registerTypeAdapterFactory(new StrictTypes())
            .create();

    private CanonicalJson() {}

    /**
     * Writes a record in its canonical form.
     *
     * @throws IllegalArgumentException if a text in it is not Unicode (half of a surrogate pair)
     */
    public static String write(Object record) {
        String json = GSON.toJson(record, writtenAs(record));
        Checks.require(
                StandardCharsets.UTF_8.newEncoder().canEncode(json),
                "Texts must be well-formed Unicode",
                excerpt(json));
        return json;
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
        String rewritten;
        try {
            value = GSON.fromJson(json, type);
            rewritten = write(value);
        } catch (RuntimeException e) {
            // Gson throws several kinds, and wraps what a record's constructor throws.
            throw new NotCanonicalException(
                    "Must be a valid " + type.getSimpleName() + ": " + rootMessage(e) + ". Provided value: "
                            + excerpt(json),
                    e);
        }
        if (value == null || !rewritten.equals(json)) {
            throw new NotCanonicalException(
                    "Must be canonical JSON of a " + type.getSimpleName()
                            + " (declared order, no white space, every number present). Provided value: "
                            + excerpt(json),
                    null);
        }
        return value;
    }

    /**
     * Reads a record from the UTF-8 bytes of its canonical form.
     *
     * @throws NotCanonicalException as for a text, or if the bytes are not UTF-8
     */
    public static <T> T read(byte[] utf8, Class<T> type) {
        String json;
        try {
            // The decoder of the String constructor would replace wrong bytes instead of refusing them.
            json = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new NotCanonicalException(
                    "Must be UTF-8. Provided value: " + excerpt(new String(utf8, StandardCharsets.UTF_8)), e);
        }
        return read(json, type);
    }

    /** A case of a sealed interface is written with its kind even when it stands alone. */
    private static Type writtenAs(Object record) {
        if (record == null) {
            return Object.class;
        }
        Class<?> type = record.getClass();
        return type.isAnnotationPresent(Tagged.class) ? type.getInterfaces()[0] : type;
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
