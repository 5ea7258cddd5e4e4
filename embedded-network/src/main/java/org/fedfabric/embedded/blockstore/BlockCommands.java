package org.fedfabric.embedded.blockstore;

import com.google.gson.JsonObject;
import java.io.IOException;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.contentstore.Codec;

/** {@code block/put}, {@code block/get} and {@code block/stat}. */
final class BlockCommands {
    private final BlockRepository repository;
    private final Gatherer gatherer;

    BlockCommands(BlockRepository repository, Gatherer gatherer) {
        this.repository = repository;
        this.gatherer = gatherer;
    }

    RpcAnswer put(RpcRequest request) throws IOException, RpcException {
        Codec codec = switch (request.option("cid-codec", "raw")) {
            case "raw" -> Codec.RAW;
            case "dag-pb" -> Codec.DAG_PB;
            default ->
                throw RpcException.failure("this store holds blocks of codec raw and dag-pb only. Provided" + " value: "
                        + request.option("cid-codec", ""));
        };
        if (!request.option("mhtype", "sha2-256").equals("sha2-256")) {
            throw RpcException.failure(
                    "this store hashes with sha2-256 only. Provided value: " + request.option("mhtype", ""));
        }
        boolean pin = request.flag("pin", false);
        byte[] block = request.file("data").readNBytes(BlockRepository.MAX_BLOCK_BYTES + 1);
        if (block.length > BlockRepository.MAX_BLOCK_BYTES) {
            throw RpcException.failure("produced block is over 2MiB: big blocks can't be exchanged with other peers");
        }
        Cid cid = Cid.ofBlock(codec, block);
        try (BlockRepository.Hold hold = repository.hold()) {
            hold.write(cid, block);
            if (pin) {
                gatherer.content(hold, cid, request.reach());
                hold.pin(cid);
            } else {
                hold.makeDurable();
            }
        }
        return described(cid, block);
    }

    RpcAnswer get(RpcRequest request) throws IOException, RpcException {
        return RpcAnswer.of("application/vnd.ipld.raw", find(request));
    }

    RpcAnswer stat(RpcRequest request) throws IOException, RpcException {
        return described(request.argument("cid"), find(request));
    }

    private byte[] find(RpcRequest request) throws IOException, RpcException {
        try (BlockRepository.Hold hold = repository.hold()) {
            return gatherer.block(hold, request.argument("cid"), request.reach());
        }
    }

    private static RpcAnswer described(Cid cid, byte[] block) {
        JsonObject description = new JsonObject();
        description.addProperty("Key", cid.text());
        description.addProperty("Size", block.length);
        return RpcAnswer.json(description);
    }
}
