package org.fedfabric.trainer.demo;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Which network a folder is of, as whoever started it wrote into {@code ready.json}.
 *
 * @param kind {@code embedded} or {@code fabric}
 * @param description for people, with versions where there are any
 */
record NetworkKind(String kind, String description) {
    private static final NetworkKind EMBEDDED = new NetworkKind("embedded", "embedded network");

    /** Reads the file; a network that says nothing of itself is an embedded one. */
    static NetworkKind of(Path network) {
        try {
            JsonObject ready = JsonParser.parseString(Files.readString(network.resolve("ready.json")))
                    .getAsJsonObject();
            if (!"fabric".equals(text(ready, "kind"))) {
                return EMBEDDED;
            }
            return new NetworkKind(
                    "fabric",
                    "Hyperledger Fabric " + text(ready, "fabric") + " (" + text(ready, "consensus") + ") with Kubo "
                            + text(ready, "kubo"));
        } catch (IOException | JsonParseException | IllegalStateException e) {
            return EMBEDDED;
        }
    }

    private static String text(JsonObject object, String name) {
        return object.has(name) ? object.get(name).getAsString() : "of unknown version";
    }
}
