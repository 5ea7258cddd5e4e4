package org.fedfabric.trainer.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What answers: each enterprise's peer, chaincode and content store, what they run, and the tasks on the ledger. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "What answers in each enterprise, and which tasks there are.")
final class StatusCommand implements Callable<Integer> {
    /** Digits of a digest that people compare. */
    private static final int SHOWN = 8;

    @Mixin
    NetworkOptions network;

    @Mixin
    Output output;

    @Override
    public Integer call() throws Exception {
        JsonArray rows = new JsonArray();
        JsonArray tasks = new JsonArray();
        List<String> warnings = new ArrayList<>();
        boolean healthy = true;
        for (String enterprise : enterprises(network.network)) {
            try (Session session = Session.openOwn(network.network, enterprise, network.user)) {
                EnterpriseStatus status = EnterpriseStatus.of(enterprise, session);
                rows.add(status.row());
                warnings.addAll(status.warnings());
                healthy &= status.healthy();
                tasks = tasks.isEmpty() ? status.tasks() : tasks;
            }
        }
        if (output.json) {
            JsonObject all = new JsonObject();
            all.add("enterprises", rows);
            all.add("tasks", tasks);
            all.add("warnings", strings(warnings));
            output.object(all.toString());
        } else {
            print(rows, tasks, warnings);
        }
        return healthy ? ExitCode.DONE : ExitCode.NETWORK;
    }

    private void print(JsonArray rows, JsonArray tasks, List<String> warnings) {
        for (JsonElement each : rows) {
            JsonObject row = each.getAsJsonObject();
            row.addProperty("package", packageOf(row));
            row.addProperty("clock", clockOf(row));
        }
        output.rows(
                rows,
                "enterprise",
                "gateway",
                "peer",
                "height",
                "chaincode",
                "package",
                "clock",
                "contentStore",
                "contentPeers");
        System.out.println();
        output.rows(tasks, "spec.name", "state", "stopReason", "requester");
        if (!warnings.isEmpty()) {
            System.out.println();
            warnings.forEach(warning -> System.out.println("WARNING " + warning));
        }
    }

    /** The package's hash, and its code's, by their beginnings; the whole of both is in the JSON form. */
    private static String packageOf(JsonObject row) {
        if (!row.has("packageId") || row.get("packageId").isJsonNull()) {
            return "-";
        }
        String id = row.get("packageId").getAsString();
        String code = row.get("codeSha256").isJsonNull()
                ? "code not measured"
                : "code " + row.get("codeSha256").getAsString().substring(0, SHOWN);
        boolean matches = row.has("packageMatches")
                && !row.get("packageMatches").isJsonNull()
                && row.get("packageMatches").getAsBoolean();
        int hash = id.indexOf(':') + 1;
        return id.substring(0, Math.min(id.length(), hash + SHOWN))
                + (matches ? " approved, " : " NOT APPROVED, ")
                + code;
    }

    private static String clockOf(JsonObject row) {
        return row.has("clockOffsetMillis")
                ? row.get("clockOffsetMillis").getAsString() + " ms ± "
                        + row.get("clockErrorMillis").getAsString()
                : "-";
    }

    private static JsonArray strings(List<String> texts) {
        JsonArray array = new JsonArray();
        texts.forEach(array::add);
        return array;
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
