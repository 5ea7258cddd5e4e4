package org.fedfabric.embedded.blockstore;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fedfabric.contentstore.Cid;

/** What a store says of itself: {@code id}, {@code version}, {@code swarm/peers}, {@code refs/local}, {@code repo/…}. */
final class NodeCommands {
    /** Kubo's version whose RPC this is, marked so that nobody takes this store for Kubo. */
    private static final String VERSION = "0.42.0-fedfabric-embedded";

    private final BlockRepository repository;
    private final Neighbours neighbours;
    private final Path directory;
    private final URI self;

    NodeCommands(BlockRepository repository, Neighbours neighbours, Path directory, URI self) {
        this.repository = repository;
        this.neighbours = neighbours;
        this.directory = directory;
        this.self = self;
    }

    RpcAnswer id(RpcRequest request) {
        JsonArray addresses = new JsonArray();
        addresses.add(multiaddress(self));
        JsonObject answer = new JsonObject();
        answer.addProperty("ID", name(self));
        answer.addProperty("PublicKey", "");
        answer.add("Addresses", addresses);
        answer.addProperty("AgentVersion", "fedfabric/" + VERSION);
        answer.add("Protocols", new JsonArray());
        return RpcAnswer.json(answer);
    }

    RpcAnswer version(RpcRequest request) {
        JsonObject answer = new JsonObject();
        answer.addProperty("Version", VERSION);
        answer.addProperty("Commit", "");
        answer.addProperty("Repo", "18");
        answer.addProperty("System", System.getProperty("os.arch") + "/" + System.getProperty("os.name"));
        answer.addProperty("Golang", "");
        return RpcAnswer.json(answer);
    }

    RpcAnswer peers(RpcRequest request) {
        JsonArray peers = new JsonArray();
        for (URI endpoint : neighbours.endpoints()) {
            JsonObject peer = new JsonObject();
            peer.addProperty("Addr", multiaddress(endpoint));
            peer.addProperty("Peer", name(endpoint));
            peers.add(peer);
        }
        JsonObject answer = new JsonObject();
        answer.add("Peers", peers);
        return RpcAnswer.json(answer);
    }

    RpcAnswer localReferences(RpcRequest request) throws IOException {
        List<JsonObject> lines = new ArrayList<>();
        for (Cid block : repository.blocks()) {
            JsonObject line = new JsonObject();
            line.addProperty("Ref", block.text());
            line.addProperty("Err", "");
            lines.add(line);
        }
        return RpcAnswer.lines(lines);
    }

    RpcAnswer collectGarbage(RpcRequest request) throws IOException {
        List<JsonObject> lines = new ArrayList<>();
        for (Cid dropped : repository.collectGarbage()) {
            JsonObject key = new JsonObject();
            key.addProperty("/", dropped.text());
            JsonObject line = new JsonObject();
            line.add("Key", key);
            lines.add(line);
        }
        return RpcAnswer.lines(lines);
    }

    RpcAnswer stat(RpcRequest request) throws IOException, RpcException {
        boolean sizeOnly = request.flag("size-only", false);
        long sizeBytes = repository.sizeBytes();
        JsonObject answer = new JsonObject();
        answer.addProperty("RepoSize", sizeBytes);
        answer.addProperty(
                "StorageMax", sizeBytes + Files.getFileStore(directory).getUsableSpace());
        answer.addProperty("NumObjects", sizeOnly ? 0 : repository.blocks().size());
        answer.addProperty("RepoPath", sizeOnly ? "" : directory.toString());
        answer.addProperty("Version", sizeOnly ? "" : "fs-repo@18");
        return RpcAnswer.json(answer);
    }

    private static String name(URI endpoint) {
        return "block-store-" + endpoint.getPort();
    }

    private static String multiaddress(URI endpoint) {
        return "/ip4/" + endpoint.getHost() + "/tcp/" + endpoint.getPort() + "/http";
    }
}
