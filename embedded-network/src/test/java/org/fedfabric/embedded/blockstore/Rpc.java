package org.fedfabric.embedded.blockstore;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** Calls a block store as {@code curl} would. */
final class Rpc {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Rpc() {}

    /** What came back. */
    record Answer(int status, byte[] body, HttpResponse<byte[]> response) {
        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        @Override
        public String toString() {
            return status + " " + text().strip();
        }
    }

    static Answer post(BlockStoreServer server, String call, String... headers)
            throws IOException, InterruptedException {
        return send("POST", server.uri(), call, HttpRequest.BodyPublishers.noBody(), headers);
    }

    static Answer get(BlockStoreServer server, String call) throws IOException, InterruptedException {
        return send("GET", server.uri(), call, HttpRequest.BodyPublishers.noBody());
    }

    static Answer upload(BlockStoreServer server, String call, byte[] file) throws IOException, InterruptedException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes("--frontier\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\n".getBytes(ISO_8859_1));
        body.writeBytes(file);
        body.writeBytes("\r\n--frontier--\r\n".getBytes(ISO_8859_1));
        return send(
                "POST",
                server.uri(),
                call,
                HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()),
                "Content-Type",
                "multipart/form-data; boundary=frontier");
    }

    private static Answer send(
            String method, URI server, String call, HttpRequest.BodyPublisher body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.resolve("/api/v0/" + call)).method(method, body);
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<byte[]> response = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        return new Answer(response.statusCode(), response.body(), response);
    }
}
