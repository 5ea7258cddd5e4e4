package org.fedfabric.protocol.golden;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Lines "name value" of a file under {@code golden/}, and the warning that goes with them. */
final class GoldenFile {
    /** What whoever breaks a golden vector must know. */
    static final String WARNING =
            "Changing a golden vector is a protocol change: ledgers and stores hold bytes of the old form, and "
                    + "enterprises that run different versions stop endorsing one another. If that is meant, raise the "
                    + "schema version, say so in CHANGELOG.md and put the new line into protocol/src/test/resources/golden";

    private GoldenFile() {}

    static Map<String, String> read(String file) {
        try (InputStream in = GoldenFile.class.getResourceAsStream("/golden/" + file)) {
            Map<String, String> values = new LinkedHashMap<>();
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split(" ", 2))
                    .forEach(parts -> values.put(parts[0], parts[1]));
            return values;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
