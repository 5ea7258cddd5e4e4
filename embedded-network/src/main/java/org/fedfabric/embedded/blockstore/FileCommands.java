package org.fedfabric.embedded.blockstore;

import com.google.gson.JsonObject;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.contentstore.Codec;
import org.fedfabric.contentstore.UnixFsFile;

/** {@code add} and {@code cat}: content of any length, a chunk in memory at a time. */
final class FileCommands {
    private static final List<String> OTHER_LAYOUTS =
            List.of("only-hash", "trickle", "wrap-with-directory", "nocopy", "fscache", "inline", "preserve-mode");

    private final BlockRepository repository;
    private final Gatherer gatherer;

    FileCommands(BlockRepository repository, Gatherer gatherer) {
        this.repository = repository;
        this.gatherer = gatherer;
    }

    RpcAnswer add(RpcRequest request) throws IOException, RpcException {
        refuseOtherLayouts(request);
        boolean pin = request.flag("pin", true);
        InputStream file = request.file("path");
        List<Cid> chunks = new ArrayList<>();
        long lengthBytes = 0;
        try (BlockRepository.Hold hold = repository.hold()) {
            byte[] chunk = file.readNBytes(Cid.CHUNK_BYTES);
            do {
                lengthBytes += chunk.length;
                if (lengthBytes > Cid.MAX_CONTENT_BYTES) {
                    throw RpcException.failure("content must have at most " + Cid.MAX_CONTENT_BYTES + " bytes");
                }
                Cid cid = Cid.ofBlock(Codec.RAW, chunk);
                hold.write(cid, chunk);
                chunks.add(cid);
                chunk = file.readNBytes(Cid.CHUNK_BYTES);
            } while (chunk.length > 0);
            Cid root = chunks.get(0);
            long storedBytes = lengthBytes;
            if (chunks.size() > 1) {
                byte[] rootBlock = new UnixFsFile(lengthBytes, chunks).encode();
                root = Cid.ofBlock(Codec.DAG_PB, rootBlock);
                hold.write(root, rootBlock);
                storedBytes += rootBlock.length;
            }
            if (pin) {
                hold.pin(root);
            } else {
                hold.makeDurable();
            }
            JsonObject added = new JsonObject();
            added.addProperty("Name", root.text());
            added.addProperty("Hash", root.text());
            added.addProperty("Size", Long.toString(storedBytes));
            return RpcAnswer.json(added);
        }
    }

    RpcAnswer cat(RpcRequest request) throws IOException, RpcException {
        Cid root = request.argument("ipfs-path");
        long offset = request.number("offset", 0);
        long limit = request.number("length", Long.MAX_VALUE);
        if (offset < 0 || limit < 0) {
            throw RpcException.failure("cannot specify negative offset or length");
        }
        try (BlockRepository.Hold hold = repository.hold()) {
            List<Cid> chunks = gatherer.content(hold, root, request.reach());
            long contentBytes = 0;
            for (Cid chunk : chunks) {
                contentBytes += held(chunk).length;
            }
            long first = Math.min(offset, contentBytes);
            long length = Math.min(limit, contentBytes - first);
            return new RpcAnswer("text/plain", length, out -> {
                long position = 0;
                for (Cid chunk : chunks) {
                    byte[] block = held(chunk);
                    int from = (int) Math.min(block.length, Math.max(0, first - position));
                    int to = (int) Math.min(block.length, Math.max(0, first + length - position));
                    out.write(block, from, Math.max(0, to - from));
                    position += block.length;
                }
            });
        }
    }

    private byte[] held(Cid chunk) throws IOException {
        return repository.read(chunk).orElseThrow(() -> new EOFException("block " + chunk + " has just been dropped"));
    }

    private static void refuseOtherLayouts(RpcRequest request) throws RpcException {
        String wanted = "size-" + Cid.CHUNK_BYTES;
        boolean canonical = request.option("cid-version", "0").equals("1")
                && request.flag("raw-leaves", true)
                && request.option("chunker", "").equals(wanted)
                && request.option("hash", "sha2-256").equals("sha2-256");
        for (String name : OTHER_LAYOUTS) {
            canonical &= !request.flag(name, false);
        }
        if (!canonical) {
            throw RpcException.failure("this store adds in one layout only: --cid-version=1 --raw-leaves --chunker="
                    + wanted + " and no option that changes it");
        }
    }
}
