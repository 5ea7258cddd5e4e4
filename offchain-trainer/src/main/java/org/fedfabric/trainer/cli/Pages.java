package org.fedfabric.trainer.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;
import org.fedfabric.trainer.ledger.LedgerClient;
import org.fedfabric.trainer.ledger.LedgerException;

/** Reads all pages of a listing function. */
final class Pages {
    private static final String PAGE_SIZE = "100";

    private Pages() {}

    /** All items of a function whose last two arguments are page size and bookmark. */
    static JsonArray all(LedgerClient ledger, String function, String... leading) throws LedgerException {
        JsonArray items = new JsonArray();
        String bookmark = "";
        do {
            List<String> arguments = new ArrayList<>(List.of(leading));
            arguments.add(PAGE_SIZE);
            arguments.add(bookmark);
            JsonObject page = JsonParser.parseString(ledger.evaluate(function, arguments.toArray(String[]::new)))
                    .getAsJsonObject();
            items.addAll(page.getAsJsonArray("items"));
            bookmark = page.get("bookmark").getAsString();
        } while (!bookmark.isEmpty());
        return items;
    }
}
