package org.fedfabric.trainer.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.ledger.Enterprise;
import org.fedfabric.protocol.ledger.EnterpriseRegister;
import org.fedfabric.protocol.ledger.EnterpriseVote;
import org.fedfabric.protocol.ledger.EnterpriseVote.Choice;
import org.fedfabric.protocol.membership.EnterpriseTally;
import org.fedfabric.trainer.ledger.LedgerClient;
import org.fedfabric.trainer.ledger.LedgerException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Enterprises: who is on the channel, and the votes that suspend and readmit them. */
@Command(
        name = "enterprise",
        mixinStandardHelpOptions = true,
        description = {
            "See the channel's enterprises, and vote on another: when a majority wants it suspended, its participants",
            "join no task and are not selected from the next version on. What is committed stands."
        },
        subcommands = {EnterpriseCommand.ListAll.class, EnterpriseCommand.Vote.class})
final class EnterpriseCommand {
    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "The enterprises that have enrolled somebody, their states, and the votes on each.")
    static final class ListAll extends LedgerCall {
        @Override
        void ask(Session session) throws Exception {
            EnterpriseRegister register =
                    CanonicalJson.read(session.ledger().evaluate("enterprise:List"), EnterpriseRegister.class);
            JsonArray tallies = new JsonArray();
            List<String[]> table = new ArrayList<>();
            table.add(new String[] {"enterprise", "state", "majority", "against it"});
            for (Enterprise enterprise : register.enterprises()) {
                String json = session.ledger().evaluate("enterprise:Get", enterprise.mspId());
                tallies.add(JsonParser.parseString(json));
                EnterpriseTally tally = CanonicalJson.read(json, EnterpriseTally.class);
                table.add(new String[] {
                    enterprise.mspId(),
                    tally.enterprise().state().name(),
                    Integer.toString(tally.majority()),
                    against(tally)
                });
            }
            if (output.json) {
                output.rows(tallies);
            } else {
                Output.print(table);
            }
        }

        private static String against(EnterpriseTally tally) {
            List<String> votes = tally.votes().stream()
                    .filter(vote -> vote.choice() != Choice.ADMIT)
                    .map(vote -> vote.voter() + " " + vote.choice())
                    .toList();
            return votes.isEmpty() ? "–" : String.join(", ", votes);
        }
    }

    @Command(
            name = "vote",
            mixinStandardHelpOptions = true,
            description = {
                "As an enterprise's administrator: say whether another enterprise shall take part. A vote stands until",
                "another one; a decision stands until a majority wants otherwise."
            })
    static final class Vote extends LedgerCall {
        /** Votes cast at the same moment do not see one another; each further round sees all before. */
        private static final int ROUNDS = 3;

        @Parameters(index = "0", paramLabel = "MSP", description = "The enterprise voted on, by its MSP id.")
        String mspId;

        @Parameters(
                index = "1",
                paramLabel = "CHOICE",
                description = "admit, suspend, or retire (for one that has left the channel).")
        Choice choice;

        @Override
        void ask(Session session) throws Exception {
            LedgerClient ledger = session.ledger();
            String voter = session.profile().mspId();
            EnterpriseTally tally = tally(ledger);
            for (int round = 0; round == 0 || (round < ROUNDS && tally.isDecidedBy(voter, choice)); round++) {
                ledger.submit("enterprise:Vote", mspId, choice.name(), String.join(",", tally.agreeing(voter, choice)));
                tally = tally(ledger);
            }
            long alike = tally.votes().stream()
                    .map(EnterpriseVote::choice)
                    .filter(choice::equals)
                    .count();
            JsonObject answer = new JsonObject();
            answer.addProperty("enterprise", mspId);
            answer.addProperty("state", tally.enterprise().state().name());
            answer.addProperty("choice", choice.name());
            answer.addProperty("votesAlike", alike);
            answer.addProperty("majority", tally.majority());
            output.object(answer.toString());
        }

        private EnterpriseTally tally(LedgerClient ledger) throws LedgerException {
            return CanonicalJson.read(ledger.evaluate("enterprise:Get", mspId), EnterpriseTally.class);
        }
    }
}
