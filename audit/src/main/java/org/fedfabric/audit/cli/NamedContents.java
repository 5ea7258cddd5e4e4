package org.fedfabric.audit.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.fedfabric.audit.chain.LedgerTransaction;
import org.fedfabric.audit.chain.StateWrite;
import org.fedfabric.chaincode.FabricKeys;
import org.fedfabric.chaincode.ledger.StateKey;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.contentstore.ContentStore;
import org.fedfabric.contentstore.ContentStoreException;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.ledger.TaskRecord;
import org.fedfabric.protocol.model.ModelBlob;

/**
 * The contents that a task's records name, with the lengths they declare: updates and rows say theirs, models have the one
 * that follows from the task's model.
 */
final class NamedContents {
    /** As an endorser waits; what nobody holds would not come later either. */
    private static final Duration DEADLINE = Duration.ofSeconds(5);

    private final String task;
    private final Map<Cid, Long> declared = new TreeMap<>();
    private final Map<Cid, Long> models = new TreeMap<>();
    private long modelBytes = -1;

    NamedContents(String task) {
        this.task = task;
    }

    /** Notes what a transaction that counts writes of the task. */
    void transaction(LedgerTransaction transaction) {
        if (!transaction.recomputed().isValid()) {
            return;
        }
        for (StateWrite write : transaction.writes()) {
            if (write.value() == null || !isOfTask(write.key())) {
                continue;
            }
            String json = new String(write.value(), StandardCharsets.UTF_8);
            if (write.key().equals(FabricKeys.text(StateKey.task(task)))) {
                modelBytes = ModelBlob.lengthBytes(
                        CanonicalJson.read(json, TaskRecord.class).spec().model());
            }
            try {
                note(JsonParser.parseString(json));
            } catch (JsonParseException e) {
                // A record that is no JSON names nothing; the replay says what is wrong with it.
                continue;
            }
        }
    }

    private boolean isOfTask(String key) {
        return key.contains("\0" + task + "\0");
    }

    private void note(JsonElement element) {
        if (element.isJsonArray()) {
            element.getAsJsonArray().forEach(this::note);
        } else if (element.isJsonObject()) {
            JsonObject object = element.getAsJsonObject();
            if (object.has("cid") && object.has("lengthBytes")) {
                put(declared, object.get("cid"), object.get("lengthBytes").getAsLong());
            } else if (object.has("cid")) {
                // An initial model.
                put(models, object.get("cid"), 0);
            }
            if (object.has("modelCid")) {
                put(models, object.get("modelCid"), 0);
            }
            object.entrySet().forEach(entry -> note(entry.getValue()));
        }
    }

    private static void put(Map<Cid, Long> contents, JsonElement address, long length) {
        try {
            contents.put(Cid.parse(address.getAsString()), length);
        } catch (IllegalArgumentException | IllegalStateException e) {
            // Not an address: the replay says so.
            return;
        }
    }

    /** Reads all of them once; what cannot be had is the store's to note. */
    void fetch(ContentStore contents) {
        declared.forEach((cid, length) -> read(contents, cid, length));
        if (modelBytes > 0) {
            models.forEach((cid, length) -> read(contents, cid, modelBytes));
        }
    }

    private static void read(ContentStore contents, Cid cid, long length) {
        try {
            contents.get(cid, length, DEADLINE);
        } catch (ContentStoreException e) {
            // Noted as missing in the bundle.
            return;
        }
    }
}
