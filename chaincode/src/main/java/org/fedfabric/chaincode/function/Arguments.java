package org.fedfabric.chaincode.function;

import java.util.List;
import java.util.regex.Pattern;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.canonical.Names;
import org.fedfabric.protocol.refusal.RefusalCode;
import org.fedfabric.protocol.refusal.RefusalException;

/** The arguments of a call, read as what they should be; anything else is refused as malformed, naming the parameter. */
public final class Arguments {
    /** A task spec with thousands of columns fits; nothing larger belongs on a ledger. */
    private static final int MAX_CHARACTERS = 1 << 20;

    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,14}");

    private final Function function;
    private final List<String> values;

    Arguments(Function function, List<String> values) {
        this.function = function;
        this.values = List.copyOf(values);
    }

    /** The text of an argument, unread. */
    public String text(int index) {
        String value = values.get(index);
        if (value.length() > MAX_CHARACTERS) {
            throw malformed(
                    index,
                    "must have at most " + MAX_CHARACTERS + " characters. Provided value: " + value.length()
                            + " characters");
        }
        return value;
    }

    /** An argument as a record, from its canonical JSON. */
    public <T> T record(int index, Class<T> type) {
        return parsed(index, text -> CanonicalJson.read(text, type));
    }

    /** An argument as a name of the form {@code [a-z0-9-]{1,64}}. */
    public String id(int index) {
        return parsed(index, text -> Names.requireId(text, function.parameters().get(index)));
    }

    /** An argument as an MSP id. */
    public String mspId(int index) {
        return parsed(
                index, text -> Names.requireMspId(text, function.parameters().get(index)));
    }

    /** An argument as a participant id. */
    public String participantId(int index) {
        return parsed(
                index,
                text -> Names.requireParticipantId(text, function.parameters().get(index)));
    }

    /** An argument as 64 hexadecimal digits. */
    public String digest(int index) {
        return parsed(
                index, text -> Names.requireDigest(text, function.parameters().get(index)));
    }

    /** An argument as a decimal number in [min, max], without sign or leading zeros. */
    public long number(int index, long min, long max) {
        String text = text(index);
        long value = NUMBER.matcher(text).matches() ? Long.parseLong(text) : Long.MIN_VALUE;
        if (value < min || value > max) {
            throw malformed(index, "must be a number in [" + min + ", " + max + "]. Provided value: " + excerpt(text));
        }
        return value;
    }

    /** An argument that is {@code true} or {@code false}. */
    public boolean flag(int index) {
        String text = text(index);
        if (!text.equals("true") && !text.equals("false")) {
            throw malformed(index, "must be true or false. Provided value: " + excerpt(text));
        }
        return text.equals("true");
    }

    /** An argument read by a parser that throws IllegalArgumentException for what it refuses. */
    public <T> T parsed(int index, java.util.function.Function<String, T> parser) {
        try {
            return parser.apply(text(index));
        } catch (IllegalArgumentException e) {
            throw malformed(index, "is not of its documented form: " + e.getMessage());
        }
    }

    private RefusalException malformed(int index, String rest) {
        return new RefusalException(
                RefusalCode.MALFORMED_ARGUMENT,
                "Argument " + (index + 1) + " (" + function.parameters().get(index) + ") of " + function.name() + " "
                        + rest);
    }

    private static String excerpt(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100) + "…";
    }
}
