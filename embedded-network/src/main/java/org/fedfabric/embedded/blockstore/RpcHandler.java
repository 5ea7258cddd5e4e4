package org.fedfabric.embedded.blockstore;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.fedfabric.contentstore.Cid;

/** Calls the command that a request names, and turns whatever goes wrong into Kubo's answer for it. */
final class RpcHandler implements HttpHandler {
    static final String PREFIX = "/api/v0/";

    /** Content of the greatest length, twice. */
    private static final long MAX_DRAINED_BYTES = 2L * Cid.MAX_CONTENT_BYTES;

    /** One command of the RPC. */
    interface Command {
        RpcAnswer run(RpcRequest request) throws IOException, RpcException;
    }

    private final Map<String, Command> commands;

    RpcHandler(Map<String, Command> commands) {
        this.commands = commands;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Headers header = exchange.getRequestHeaders();
            Command command = commands.get(exchange.getRequestURI().getPath().substring(PREFIX.length()));
            if (!exchange.getRequestMethod().equals("POST")) {
                exchange.getResponseHeaders().add("Allow", "POST");
                plain(exchange, 405, "405 - Method Not Allowed");
            } else if (header.containsKey("Origin") || header.containsKey("Referer")) {
                // A page in this machine's browser must not reach the store; no program of ours sends these.
                plain(exchange, 403, "403 - Forbidden");
            } else if (command == null) {
                plain(exchange, 404, "404 page not found");
            } else {
                run(exchange, command);
            }
        }
    }

    private static void run(HttpExchange exchange, Command command) throws IOException {
        RpcAnswer answer;
        try {
            answer = command.run(new RpcRequest(exchange));
        } catch (RpcException e) {
            drain(exchange);
            send(exchange, e.status(), e.answer());
            return;
        } catch (IOException | UncheckedIOException e) {
            drain(exchange);
            String problem = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            send(
                    exchange,
                    500,
                    RpcException.failure("the store could not finish: " + problem)
                            .answer());
            return;
        }
        send(exchange, 200, answer);
    }

    /**
     * Reads what is left of a refused upload: closing a connection over unread bytes resets it, and the client would see
     * that instead of the sentence that says why.
     */
    private static void drain(HttpExchange exchange) {
        byte[] discarded = new byte[1 << 16];
        long left = MAX_DRAINED_BYTES;
        try {
            InputStream body = exchange.getRequestBody();
            for (int read = 0; read >= 0 && left > 0; left -= read) {
                read = body.read(discarded);
            }
        } catch (IOException e) {
            exchange.getResponseHeaders().set("Connection", "close"); // the client broke off: nobody sends more here
        }
    }

    private static void plain(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = (text + "\n").getBytes(StandardCharsets.UTF_8);
        send(exchange, status, RpcAnswer.of("text/plain; charset=utf-8", body));
    }

    private static void send(HttpExchange exchange, int status, RpcAnswer answer) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", answer.contentType());
        boolean empty = answer.lengthBytes() == 0;
        exchange.sendResponseHeaders(status, empty ? -1 : answer.lengthBytes());
        if (!empty) {
            try (OutputStream out = exchange.getResponseBody()) {
                answer.writer().writeTo(out);
            }
        }
    }
}
