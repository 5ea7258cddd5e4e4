package org.fedfabric.embedded.blockstore;

import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;

/** A request that ends in an error, with Kubo's status for it: 400 in plain words, 500 as JSON. */
final class RpcException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    private RpcException(int status, String message) {
        super(message);
        this.status = status;
    }

    /** The request cannot be understood. */
    static RpcException badRequest(String message) {
        return new RpcException(400, message);
    }

    /** The request was understood and could not be fulfilled. */
    static RpcException failure(String message) {
        return new RpcException(500, message);
    }

    int status() {
        return status;
    }

    /** What Kubo sends with this status. */
    RpcAnswer answer() {
        if (status == 400) {
            return RpcAnswer.of("text/plain; charset=utf-8", (getMessage() + "\n").getBytes(StandardCharsets.UTF_8));
        }
        JsonObject error = new JsonObject();
        error.addProperty("Message", getMessage());
        error.addProperty("Code", 0);
        error.addProperty("Type", "error");
        return RpcAnswer.json(error);
    }
}
