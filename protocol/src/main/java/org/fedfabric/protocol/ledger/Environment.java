package org.fedfabric.protocol.ledger;

import java.util.regex.Pattern;
import org.fedfabric.protocol.canonical.Checks;

/**
 * What a trainer says it computes with. Nobody can check it: it is there to explain differences between models, and it
 * names neither machine nor user.
 *
 * @param schema version of this record's form, 1
 * @param software product and version
 * @param commit what it was built from, or {@code unknown}
 * @param jar SHA-256 of its jar, or {@code unknown}
 * @param jvm name and version of the Java machine
 * @param os operating system and architecture
 * @param cpu processor model
 * @param blas who multiplies matrices
 */
public record Environment(
        int schema, String software, String commit, String jar, String jvm, String os, String cpu, String blas) {
    /** Longest text, in characters: the record stays below a kilobyte. */
    public static final int MAX_CHARACTERS = 100;

    /** What stands where nothing is known. */
    public static final String UNKNOWN = "unknown";

    private static final Pattern TEXT = Pattern.compile("[\\x20-\\x7e]{1," + MAX_CHARACTERS + "}");

    /** Checks that every text is short and printable. */
    public Environment {
        Checks.inRange(schema, 1, 1, "schema of an environment");
        requireText(software, "software");
        requireText(commit, "commit");
        requireText(jar, "jar");
        requireText(jvm, "jvm");
        requireText(os, "os");
        requireText(cpu, "cpu");
        requireText(blas, "blas");
    }

    private static void requireText(String text, String what) {
        Checks.present(text, what);
        Checks.require(
                TEXT.matcher(text).matches(),
                what + " must be 1 to " + MAX_CHARACTERS + " printable ASCII characters",
                text.length() <= 2 * MAX_CHARACTERS ? text : text.length() + " characters");
    }
}
