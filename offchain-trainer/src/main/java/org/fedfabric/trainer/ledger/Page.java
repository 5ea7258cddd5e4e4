package org.fedfabric.trainer.ledger;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;
import org.fedfabric.protocol.canonical.CanonicalJson;

/**
 * Part of a list.
 *
 * @param items in order
 * @param bookmark what to ask for to get the next part; empty after the last
 */
public record Page<T>(List<T> items, String bookmark) {
    /** Keeps a copy. */
    public Page {
        items = List.copyOf(items);
    }

    /** Whether this is the end of the list. */
    public boolean isLast() {
        return bookmark.isEmpty();
    }

    /** Reads a page of records from what a query answered. */
    static <T> Page<T> read(String json, Class<T> type) {
        JsonObject page = JsonParser.parseString(json).getAsJsonObject();
        List<T> items = new ArrayList<>();
        for (JsonElement item : page.getAsJsonArray("items")) {
            items.add(CanonicalJson.read(item.toString(), type));
        }
        return new Page<>(items, page.get("bookmark").getAsString());
    }
}
