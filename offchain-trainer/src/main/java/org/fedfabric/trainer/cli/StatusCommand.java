package org.fedfabric.trainer.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.fedfabric.contentstore.ContentStoreException;
import org.fedfabric.contentstore.StoreStatus;
import org.fedfabric.trainer.ledger.LedgerException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What answers: each enterprise's gateway and chaincode, its content store, and the tasks on the ledger. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "What answers in each enterprise, and which tasks there are.")
final class StatusCommand implements Callable<Integer> {
    private static final Duration STORE_DEADLINE = Duration.ofSeconds(3);

    @Mixin
    NetworkOptions network;

    @Mixin
    Output output;

    @Override
    public Integer call() throws Exception {
        JsonArray rows = new JsonArray();
        JsonArray tasks = new JsonArray();
        boolean healthy = true;
        for (String enterprise : enterprises(network.network)) {
            JsonObject row = new JsonObject();
            row.addProperty("enterprise", enterprise);
            try (Session session = Session.open(network.network, enterprise, "admin")) {
                row.addProperty("mspId", session.profile().mspId());
                row.addProperty("gateway", session.profile().gateways().get(0).address());
                try {
                    tasks = Pages.all(session.ledger(), "task:List");
                    row.addProperty("chaincode", "answers");
                } catch (LedgerException e) {
                    healthy = false;
                    row.addProperty("chaincode", "down: " + e.getMessage());
                }
                try {
                    StoreStatus store = session.store().status(STORE_DEADLINE);
                    row.addProperty("contentStore", session.profile().contentStore() + " " + store.version());
                } catch (ContentStoreException e) {
                    healthy = false;
                    row.addProperty("contentStore", "down: " + e.getMessage());
                }
            }
            rows.add(row);
        }
        if (output.json) {
            JsonObject both = new JsonObject();
            both.add("enterprises", rows);
            both.add("tasks", tasks);
            output.object(both.toString());
        } else {
            output.rows(rows, "enterprise", "mspId", "gateway", "chaincode", "contentStore");
            System.out.println();
            output.rows(tasks, "spec.name", "state", "requester");
        }
        return healthy ? ExitCode.DONE : ExitCode.NETWORK;
    }

    private static List<String> enterprises(Path network) throws IOException {
        Path folder = network.resolve("connection");
        if (!Files.isDirectory(folder)) {
            throw new CommandException(
                    ExitCode.NETWORK, "There is no network at " + network + ". Start one with ./test-network.sh up.");
        }
        List<String> names = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.map(f -> f.getFileName().toString())
                    .filter(f -> f.endsWith(".yaml"))
                    .map(f -> f.substring(0, f.length() - ".yaml".length()))
                    .sorted()
                    .forEach(names::add);
        }
        return names;
    }
}
