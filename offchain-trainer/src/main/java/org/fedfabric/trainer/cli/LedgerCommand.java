package org.fedfabric.trainer.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The ledger's record of a task. */
@Command(
        name = "ledger",
        mixinStandardHelpOptions = true,
        description = "Look at the ledger's record.",
        subcommands = LedgerCommand.Show.class)
final class LedgerCommand {
    private static final int PAGE = 100;

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Every version of a task: its model, who contributed, the verdicts and their scores.")
    static final class Show extends LedgerCall {
        @Parameters(paramLabel = "TASK")
        String task;

        @Override
        void ask(Session session) throws Exception {
            JsonArray versions = new JsonArray();
            int got;
            do {
                JsonElement answer = JsonParser.parseString(session.ledger()
                        .evaluate("round:History", task, Integer.toString(versions.size()), Integer.toString(PAGE)));
                JsonArray page = answer.isJsonArray()
                        ? answer.getAsJsonArray()
                        : answer.getAsJsonObject().getAsJsonArray("items");
                got = page.size();
                versions.addAll(page);
            } while (got == PAGE);
            if (output.json) {
                output.rows(versions);
                return;
            }
            List<String[]> table = new ArrayList<>();
            table.add(new String[] {
                "version", "state", "score", "contributor", "verdict", "its score", "contribution", "bytes"
            });
            for (JsonElement version : versions) {
                add(table, version.getAsJsonObject());
            }
            Output.print(table);
        }

        private static void add(List<String[]> table, JsonObject version) {
            table.add(new String[] {
                version.get("version").getAsString(),
                version.get("state").getAsString(),
                micros(version.get("scoreMicros")),
                "",
                "",
                "",
                "",
                version.get("modelCid").getAsString()
            });
            for (JsonElement element : version.getAsJsonArray("contributors")) {
                JsonObject contributor = element.getAsJsonObject();
                JsonObject verdict = contributor.getAsJsonObject("verdict");
                String outcome = verdict == null
                        ? "not judged yet"
                        : verdict.get("outcome").getAsString()
                                + (verdict.has("reason")
                                        ? " " + verdict.get("reason").getAsString()
                                        : "");
                table.add(new String[] {
                    "",
                    "",
                    "",
                    contributor.get("id").getAsString(),
                    outcome,
                    verdict == null ? "" : micros(verdict.get("scoreMicros")),
                    contributor.has("contributionMicros")
                            ? ContributionLines.signed(
                                    contributor.get("contributionMicros").getAsLong())
                            : "",
                    contributor.get("cid").getAsString()
                });
            }
        }

        private static String micros(JsonElement value) {
            return value == null ? "" : String.format(java.util.Locale.ROOT, "%.4f", value.getAsLong() / 1e6);
        }
    }
}
