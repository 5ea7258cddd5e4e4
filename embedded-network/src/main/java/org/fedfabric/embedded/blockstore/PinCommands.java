package org.fedfabric.embedded.blockstore;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.fedfabric.contentstore.Cid;

/** {@code pin/add}, {@code pin/ls} and {@code pin/rm}; every pin is recursive. */
final class PinCommands {
    private final BlockRepository repository;
    private final Gatherer gatherer;

    PinCommands(BlockRepository repository, Gatherer gatherer) {
        this.repository = repository;
        this.gatherer = gatherer;
    }

    RpcAnswer add(RpcRequest request) throws IOException, RpcException {
        Cid root = request.argument("ipfs-path");
        refuseDirect(request);
        try (BlockRepository.Hold hold = repository.hold()) {
            gatherer.content(hold, root, request.reach());
            hold.pin(root);
        } catch (RpcException e) {
            throw RpcException.failure("pin: " + e.getMessage());
        }
        return pins(root);
    }

    RpcAnswer remove(RpcRequest request) throws IOException, RpcException {
        Cid root = request.argument("ipfs-path");
        refuseDirect(request);
        if (!repository.unpin(root)) {
            throw RpcException.failure("not pinned or pinned indirectly");
        }
        return pins(root);
    }

    RpcAnswer list(RpcRequest request) throws IOException, RpcException {
        String type = request.option("type", "all");
        if (!List.of("direct", "indirect", "recursive", "all").contains(type)) {
            throw RpcException.failure(
                    "invalid type '" + type + "', must be one of {direct, indirect, recursive, all}");
        }
        Map<String, String> types = new TreeMap<>();
        for (Cid root : repository.pins()) {
            if (type.equals("indirect") || type.equals("all")) {
                repository.kept(root).forEach(block -> types.putIfAbsent(block.text(), "indirect"));
            }
        }
        for (Cid root : repository.pins()) {
            types.remove(root.text());
            if (type.equals("recursive") || type.equals("all")) {
                types.put(root.text(), "recursive");
            }
        }
        if (request.hasArgument()) {
            String wanted = request.argument("ipfs-path").text();
            types.keySet().retainAll(List.of(wanted));
            if (types.isEmpty()) {
                throw RpcException.failure("path '" + wanted + "' is not pinned");
            }
        }
        JsonObject keys = new JsonObject();
        types.forEach((cid, kind) -> {
            JsonObject pin = new JsonObject();
            pin.addProperty("Type", kind);
            pin.addProperty("Name", "");
            keys.add(cid, pin);
        });
        JsonObject answer = new JsonObject();
        answer.add("Keys", keys);
        return RpcAnswer.json(answer);
    }

    private static void refuseDirect(RpcRequest request) throws RpcException {
        if (!request.flag("recursive", true)) {
            throw RpcException.failure("this store pins recursively only: leave out recursive=false");
        }
    }

    private static RpcAnswer pins(Cid root) {
        JsonArray list = new JsonArray();
        list.add(root.text());
        JsonObject answer = new JsonObject();
        answer.add("Pins", list);
        return RpcAnswer.json(answer);
    }
}
