package org.fedfabric.embedded.blockstore;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The body of an answer.
 *
 * @param contentType its media type
 * @param lengthBytes how much {@code writer} writes
 * @param writer writes it
 */
record RpcAnswer(String contentType, long lengthBytes, Writer writer) {
    /** Writes a body piece by piece, so that long content is never in memory as a whole. */
    interface Writer {
        void writeTo(OutputStream out) throws IOException;
    }

    static RpcAnswer of(String contentType, byte[] body) {
        return new RpcAnswer(contentType, body.length, out -> out.write(body));
    }

    static RpcAnswer json(JsonObject body) {
        return lines(List.of(body));
    }

    /** Several objects, one a line, as Kubo streams lists. */
    static RpcAnswer lines(List<JsonObject> objects) {
        StringBuilder text = new StringBuilder();
        objects.forEach(object -> text.append(object).append('\n'));
        return of("application/json", text.toString().getBytes(StandardCharsets.UTF_8));
    }
}
