package org.fedfabric.contentstore;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** A content store behind Kubo's RPC (version 0.42); {@link KuboReader} is the reading half. */
final class KuboContentStore implements ContentStore {
    /** Longest list taken as an answer: 100,000 pins or 200,000 dropped blocks. */
    private static final int MAX_ANSWER_BYTES = 16 << 20;

    private static final String ADD = "add?cid-version=1&raw-leaves=true&chunker=size-" + Cid.CHUNK_BYTES
            + "&hash=sha2-256&max-file-links=174&inline=false&quieter=true&pin=";

    private final KuboRpc rpc;
    private final KuboReader reader;

    KuboContentStore(URI endpoint, Optional<ApiToken> token) {
        rpc = new KuboRpc(endpoint, token);
        reader = new KuboReader(rpc);
    }

    @Override
    public Cid put(byte[] content, Pinning pinning, Duration deadline) throws StoreFailureException {
        Deadline end = Deadline.after(deadline);
        Cid cid = Cid.of(content);
        String boundary = cid.text(); // no content contains its own hash
        KuboReply reply = rpc.start(
                        ADD + (pinning == Pinning.PINNED),
                        multipart(boundary, content),
                        "multipart/form-data; boundary=" + boundary,
                        CappedBody.growing(MAX_ANSWER_BYTES))
                .await(end);
        // `add` answers 200 before it has read everything, so only the address in the answer means success.
        String stored = text(json(succeeded(reply)), "Hash", reply);
        if (!stored.equals(cid.text())) {
            throw rpc.failure("add", "content " + cid + " was stored as " + stored + ".", null);
        }
        return cid;
    }

    @Override
    public byte[] get(Cid cid, long lengthBytes, Duration deadline) throws ContentStoreException {
        return reader.read(cid, lengthBytes, /* offline= */ false, Deadline.after(deadline));
    }

    @Override
    public Optional<byte[]> getLocal(Cid cid, long lengthBytes, Duration deadline)
            throws ContentMismatchException, StoreFailureException {
        try {
            return Optional.of(reader.read(cid, lengthBytes, /* offline= */ true, Deadline.after(deadline)));
        } catch (ContentUnavailableException e) {
            return Optional.empty();
        }
    }

    @Override
    public void pin(Cid cid, Duration deadline) throws ContentUnavailableException, StoreFailureException {
        Deadline end = Deadline.after(deadline);
        KuboReply reply = call("pin/add?recursive=true&arg=" + cid + rpc.timeout(end), end);
        if (reply.timedOut() || reply.notFoundLocally()) {
            throw new ContentUnavailableException(cid, "the store could not gather it within " + deadline + ".");
        }
        succeeded(reply);
    }

    @Override
    public void unpin(Cid cid, Duration deadline) throws StoreFailureException {
        KuboReply reply = call("pin/rm?recursive=true&arg=" + cid, Deadline.after(deadline));
        if (!reply.notPinned()) {
            succeeded(reply);
        }
    }

    @Override
    public SortedSet<Cid> pinned(Duration deadline) throws StoreFailureException {
        KuboReply reply = succeeded(call("pin/ls?type=recursive", Deadline.after(deadline)));
        SortedSet<Cid> pins = new TreeSet<>();
        if (json(reply).get("Keys") instanceof JsonObject keys) {
            for (String key : keys.keySet()) {
                try {
                    pins.add(Cid.parse(key));
                } catch (IllegalArgumentException e) {
                    continue; // pinned by another program, in a form that no record of ours can have
                }
            }
        }
        return Collections.unmodifiableSortedSet(pins);
    }

    @Override
    public long collectGarbage(Duration deadline) throws StoreFailureException {
        KuboReply reply = succeeded(call("repo/gc", Deadline.after(deadline)));
        long dropped = 0;
        for (String line : answer(reply).split("\n")) {
            if (line.contains("\"Error\"")) {
                throw rpc.failure("repo/gc", line.strip(), null);
            }
            dropped += line.contains("\"Key\"") ? 1 : 0;
        }
        return dropped;
    }

    @Override
    public StoreStatus status(Duration deadline) throws StoreFailureException {
        Deadline end = Deadline.after(deadline);
        KuboReply version = succeeded(call("version", end));
        String versionText = text(json(version), "Version", version);
        JsonElement peers = json(succeeded(call("swarm/peers", end))).get("Peers");
        KuboReply repository = succeeded(call("repo/stat?size-only=true", end));
        return new StoreStatus(
                versionText,
                peers != null && peers.isJsonArray() ? peers.getAsJsonArray().size() : 0,
                number(json(repository), "RepoSize", repository));
    }

    private KuboReply call(String commandAndQuery, Deadline end) throws StoreFailureException {
        return rpc.start(commandAndQuery, CappedBody.growing(MAX_ANSWER_BYTES)).await(end);
    }

    private KuboReply succeeded(KuboReply reply) throws StoreFailureException {
        if (!reply.succeeded()) {
            throw rpc.failure(reply);
        }
        if (reply.body().overlong()) {
            throw rpc.failure(reply.command(), "an answer of more than " + MAX_ANSWER_BYTES + " bytes.", null);
        }
        return reply;
    }

    private static String answer(KuboReply reply) {
        return new String(reply.body().bytes(), StandardCharsets.UTF_8);
    }

    private JsonObject json(KuboReply reply) throws StoreFailureException {
        try {
            if (JsonParser.parseString(answer(reply)) instanceof JsonObject object) {
                return object;
            }
        } catch (JsonParseException e) {
            throw rpc.failure(reply.command(), "an answer that is not JSON.", e);
        }
        throw rpc.failure(reply.command(), "an answer that is not a JSON object.", null);
    }

    private String text(JsonObject object, String name, KuboReply reply) throws StoreFailureException {
        if (object.get(name) != null && object.get(name).isJsonPrimitive()) {
            return object.get(name).getAsString();
        }
        throw rpc.failure(reply.command(), "an answer without " + name + ".", null);
    }

    private long number(JsonObject object, String name, KuboReply reply) throws StoreFailureException {
        try {
            return Long.parseLong(text(object, name, reply));
        } catch (NumberFormatException e) {
            throw rpc.failure(reply.command(), "a " + name + " that is not a number.", e);
        }
    }

    private static BodyPublisher multipart(String boundary, byte[] content) {
        String head = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"content\"\r\n"
                + "Content-Type: application/octet-stream\r\n\r\n";
        String tail = "\r\n--" + boundary + "--\r\n";
        return BodyPublishers.concat(
                BodyPublishers.ofString(head), BodyPublishers.ofByteArray(content), BodyPublishers.ofString(tail));
    }
}
