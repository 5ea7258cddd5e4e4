package org.fedfabric.embedded.blockstore;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fedfabric.contentstore.Cid;

/** The options, the one argument and the one file of a call, read as Kubo reads them. */
final class RpcRequest {
    /** Without a {@code timeout} Kubo waits for ever; here this is the longest wait, asked for or not. */
    private static final Duration MAX_TIMEOUT = Duration.ofSeconds(60);

    private static final Pattern DURATION_PART = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{0,9})?)(ns|us|ms|s|m|h)");
    private static final Map<String, Long> UNIT_NANOS = Map.of(
            "ns",
            1L,
            "us",
            1_000L,
            "ms",
            1_000_000L,
            "s",
            1_000_000_000L,
            "m",
            60_000_000_000L,
            "h",
            3_600_000_000_000L);

    private final HttpExchange exchange;
    private final Map<String, String> options = new HashMap<>();

    RpcRequest(HttpExchange exchange) throws RpcException {
        this.exchange = exchange;
        String query = exchange.getRequestURI().getRawQuery();
        if (query == null) {
            return;
        }
        for (String pair : query.split("&")) {
            int equals = pair.indexOf('=');
            String name = decode(equals < 0 ? pair : pair.substring(0, equals));
            if (options.put(name, equals < 0 ? "" : decode(pair.substring(equals + 1))) != null) {
                throw RpcException.badRequest("option \"" + name + "\" must be given once: this store takes no lists");
            }
        }
    }

    String option(String name, String ifAbsent) {
        return options.getOrDefault(name, ifAbsent);
    }

    boolean flag(String name, boolean ifAbsent) throws RpcException {
        String value = options.get(name);
        if (value == null) {
            return ifAbsent;
        }
        return switch (value) {
            case "true", "" -> true;
            case "false" -> false;
            default -> throw notOfType(name, value, "bool");
        };
    }

    long number(String name, long ifAbsent) throws RpcException {
        String value = options.get(name);
        try {
            return value == null ? ifAbsent : Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw notOfType(name, value, "int64");
        }
    }

    boolean hasArgument() {
        return options.containsKey("arg");
    }

    /** The address given as {@code arg}, bare or behind {@code /ipfs/}. */
    Cid argument(String name) throws RpcException {
        String argument = options.get("arg");
        if (argument == null) {
            throw RpcException.badRequest("argument \"" + name + "\" is required");
        }
        try {
            return Cid.parse(argument.startsWith("/ipfs/") ? argument.substring("/ipfs/".length()) : argument);
        } catch (IllegalArgumentException e) {
            throw RpcException.failure("invalid path \"" + argument + "\": " + e.getMessage());
        }
    }

    /** How far {@code offline} and {@code timeout} let this call go, from now. */
    Reach reach() throws RpcException {
        return new Reach(flag("offline", false), System.nanoTime() + timeout().toNanos());
    }

    /** The content of the first file of a multipart body. */
    InputStream file(String name) throws IOException, RpcException {
        String contentType = exchange.getRequestHeaders().getFirst("Content-Type");
        return PartInputStream.firstPart(exchange.getRequestBody(), contentType)
                .orElseThrow(() -> RpcException.badRequest("file argument '" + name + "' is required"));
    }

    /** A duration as Go writes it: numbers with units, such as {@code 1m30s} or {@code 1.5s}. */
    private Duration timeout() throws RpcException {
        String text = options.get("timeout");
        if (text == null) {
            return MAX_TIMEOUT;
        }
        Matcher part = DURATION_PART.matcher(text);
        double nanos = 0;
        int end = 0;
        while (part.find() && part.start() == end) {
            nanos += Double.parseDouble(part.group(1)) * UNIT_NANOS.get(part.group(2));
            end = part.end();
        }
        if (end == 0 || end != text.length()) {
            throw RpcException.badRequest(
                    "option \"timeout\" must be a duration such as 1500ms or 2s. Provided value: " + text);
        }
        return nanos < MAX_TIMEOUT.toNanos() ? Duration.ofNanos((long) nanos) : MAX_TIMEOUT;
    }

    private static RpcException notOfType(String name, String value, String type) {
        return RpcException.badRequest(
                "could not convert value \"" + value + "\" to type \"" + type + "\" (for option \"-" + name + "\")");
    }

    private static String decode(String text) throws RpcException {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw RpcException.badRequest("the query must be percent-encoded. Provided value: " + text);
        }
    }
}
