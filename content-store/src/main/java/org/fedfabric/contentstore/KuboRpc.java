package org.fedfabric.contentstore;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/**
 * One call of Kubo's RPC at a time: POST, a deadline, a capped answer, no redirect, no proxy, no second try. Connections
 * are kept and reused by the JDK's client, which is built at the first call: its threads cost nothing before.
 */
final class KuboRpc {
    /** Longest error text taken; Kubo's have a few hundred characters. */
    private static final int MAX_ERROR_BYTES = 1 << 14;

    /**
     * The node is told to give up this much before the caller does, so that "nobody has it" arrives as an answer and is
     * not mistaken for a node that hangs: a quarter of the time left, at most half a second.
     */
    private static final long MAX_ANSWER_MARGIN_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private static final String ADVICE = "Check that the IPFS node runs, has room, and listens there.";

    private final URI endpoint;
    private final Optional<ApiToken> token;
    private HttpClient client;

    KuboRpc(URI endpoint, Optional<ApiToken> token) {
        boolean bare =
                (endpoint.getRawPath() == null || endpoint.getRawPath().isEmpty() || "/".equals(endpoint.getRawPath()))
                        && endpoint.getRawQuery() == null
                        && endpoint.getRawFragment() == null
                        && endpoint.getRawUserInfo() == null;
        if (!"http".equals(endpoint.getScheme()) || endpoint.getHost() == null || endpoint.getPort() <= 0 || !bare) {
            throw new IllegalArgumentException(
                    "The endpoint of a content store must be http://HOST:PORT. Provided value: " + endpoint
                            + ". Take host and port from Addresses.API of the IPFS node.");
        }
        this.endpoint = endpoint;
        this.token = token;
    }

    URI endpoint() {
        return endpoint;
    }

    /** The query parameter that makes the node answer before the deadline. */
    String timeout(Deadline end) {
        client(); // built here at the first call, so that the time it takes is not promised to the node
        long left = end.remainingNanos();
        long given = left - Math.min(left / 4, MAX_ANSWER_MARGIN_NANOS);
        return "&timeout=" + Math.max(1, TimeUnit.NANOSECONDS.toMillis(given)) + "ms";
    }

    /** Sends a call; the answer's good body goes to the given place, an error's text does not. */
    Call start(String commandAndQuery, HttpRequest.BodyPublisher body, String contentType, CappedBody answer) {
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint.resolve("/api/v0/" + commandAndQuery))
                .POST(body);
        token.ifPresent(t -> request.header("Authorization", t.header()));
        if (contentType != null) {
            request.header("Content-Type", contentType);
        }
        HttpResponse.BodyHandler<CappedBody> handler =
                header -> header.statusCode() == 200 ? answer : CappedBody.growing(MAX_ERROR_BYTES);
        String command = commandAndQuery.replaceFirst("\\?.*", "");
        return new Call(command, client().sendAsync(request.build(), handler));
    }

    /** Sends a call without a body. */
    Call start(String commandAndQuery, CappedBody answer) {
        return start(commandAndQuery, HttpRequest.BodyPublishers.noBody(), null, answer);
    }

    /** What a node's answer other than success means to whoever must mend it. */
    StoreFailureException failure(KuboReply reply) {
        return failure(reply.command(), reply.describeError(), reply.denied() ? accessAdvice() : ADVICE, null);
    }

    StoreFailureException failure(String command, String what, Throwable cause) {
        return failure(command, what, ADVICE, cause);
    }

    private StoreFailureException failure(String command, String what, String advice, Throwable cause) {
        return new StoreFailureException(
                "Content store " + endpoint + " failed at " + command + ": " + what + " " + advice, cause);
    }

    private String accessAdvice() {
        String given = token.map(t -> "the " + t + " is not one of them, or not for this command.")
                .orElse("none was given.");
        return "The node answers to the tokens in its API.Authorizations only; " + given
                + " Name the file of a right one: contentStoreToken in the connection profile,"
                + " KUBO_API_TOKEN_FILE for the chaincode.";
    }

    private synchronized HttpClient client() {
        if (client == null) {
            client = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .proxy(HttpClient.Builder.NO_PROXY)
                    .sslContext(noTls())
                    .build();
        }
        return client;
    }

    /** The endpoint is plain http; the default context would read the platform's whole trust store at the first call. */
    private static SSLContext noTls() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[0], null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform must provide TLS; this one does not.", e);
        }
    }

    /** A call under way. */
    final class Call {
        private final String command;
        private final CompletableFuture<HttpResponse<CappedBody>> pending;

        private Call(String command, CompletableFuture<HttpResponse<CappedBody>> pending) {
            this.command = command;
            this.pending = pending;
        }

        /** Waits for the answer, and gives up the connection when the deadline passes first. */
        KuboReply await(Deadline deadline) throws StoreFailureException {
            try {
                HttpResponse<CappedBody> response = pending.get(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
                CappedBody body = response.body();
                String error = response.statusCode() == 200 ? null : errorText(body);
                return new KuboReply(command, response.statusCode(), body, error);
            } catch (TimeoutException e) {
                throw failure(command, "no answer within " + readable(deadline.length()) + ".", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw failure(command, "the caller was interrupted.", e);
            } catch (ExecutionException e) {
                throw failure(command, describe(e.getCause()), e.getCause());
            } finally {
                cancel();
            }
        }

        /** Gives up the call and its connection; nothing happens when the answer has arrived. */
        void cancel() {
            pending.cancel(true);
        }
    }

    private static String describe(Throwable cause) {
        String kind = cause instanceof IOException ? "" : cause.getClass().getSimpleName() + " ";
        String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return kind + message + ".";
    }

    /** The sentence in Kubo's {@code {"Message","Code","Type"}}, or whatever else was answered. */
    private static String errorText(CappedBody body) {
        String text = new String(body.bytes(), StandardCharsets.UTF_8).strip();
        try {
            JsonElement json = JsonParser.parseString(text);
            if (json instanceof JsonObject error && error.has("Message")) {
                return error.get("Message").getAsString();
            }
        } catch (JsonParseException | IllegalStateException | UnsupportedOperationException e) {
            return text; // an answer in plain words
        }
        return text;
    }

    private static String readable(Duration duration) {
        return duration.toMillis() + " ms";
    }
}
