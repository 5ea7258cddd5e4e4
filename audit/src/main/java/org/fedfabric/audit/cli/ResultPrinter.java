package org.fedfabric.audit.cli;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Locale;
import org.fedfabric.audit.AuditResult;
import org.fedfabric.audit.chain.ChainReport;
import org.fedfabric.audit.finding.Finding;
import org.fedfabric.trainer.cli.ExitCode;
import org.fedfabric.trainer.cli.Output;

/** Says what an audit has come to: for people the verdicts and the first divergences, for machines everything. */
final class ResultPrinter {
    /** A screenful; the first is what matters, the rest usually follows from it. */
    private static final int SHOWN = 20;

    private ResultPrinter() {}

    static int exitCode(AuditResult result) {
        return switch (result.confirmation()) {
            case OK -> ExitCode.DONE;
            case INCOMPLETE -> ExitCode.UNCONFIRMED;
            case DIVERGES -> ExitCode.DIVERGENCE;
        };
    }

    static void print(AuditResult result, boolean json) {
        if (json) {
            System.out.println(Output.pretty(json(result)));
        } else {
            text(result);
        }
    }

    private static void text(AuditResult result) {
        ChainReport chain = result.chain();
        System.out.println("channel       " + chain.channel() + ", " + chain.height() + " blocks, "
                + chain.configurations() + " configurations, " + chain.transactions() + " transactions of which "
                + chain.valid() + " count");
        System.out.println("block 0       " + chain.genesisHash()
                + (chain.genesisCompared()
                        ? ""
                        : "  (compared with nothing: give --genesis-hash to know that it is your network's)"));
        System.out.println("last block    " + chain.lastBlockHash());
        System.out.println("endorsement   " + chain.endorsement() + " of " + String.join(", ", chain.organizations()));
        if (!chain.orderers().isEmpty()) {
            System.out.println("last signed   " + String.join("; ", chain.orderers()));
        }
        System.out.println("peer's state  "
                + (chain.commitHashes() ? "its hashes compared" : "the blocks carry no hashes of it")
                + (chain.development() ? "; a development network's rules, its configuration has no policies" : ""));
        result.replay().versions().forEach(version -> {
            System.out.println(version.summary());
            version.remarks().forEach(remark -> System.out.println("    " + remark));
        });
        result.replay().accounts().forEach(account -> System.out.println(account.summary()));
        result.replay().remarks().forEach(System.out::println);
        list("gap", result.replay().gaps());
        list("FOUND", result.findings());
        System.out.println(switch (result.confirmation()) {
                    case OK -> "Confirmed: everything recorded follows from the evidence";
                    case INCOMPLETE -> "Nothing is wrong, but not everything could be confirmed";
                    case DIVERGES ->
                        "DIVERGES: " + result.findings().size() + " findings, the first: "
                                + result.findings().get(0);
                }
                + String.format(Locale.ROOT, " (%.1f s).", result.seconds()));
    }

    private static void list(String what, List<Finding> findings) {
        findings.stream().limit(SHOWN).forEach(finding -> System.out.println(what + "  " + finding));
        if (findings.size() > SHOWN) {
            System.out.println(what + "  … and " + (findings.size() - SHOWN) + " more (--json shows all)");
        }
    }

    private static JsonObject json(AuditResult result) {
        Gson gson = new Gson();
        JsonObject answer = new JsonObject();
        answer.addProperty("confirmation", result.confirmation().name());
        JsonObject chain = new JsonObject();
        ChainReport report = result.chain();
        chain.addProperty("channel", report.channel());
        chain.addProperty("height", report.height());
        chain.addProperty("genesisHash", report.genesisHash());
        chain.addProperty("genesisCompared", report.genesisCompared());
        chain.addProperty("lastBlockHash", report.lastBlockHash());
        chain.addProperty("configurations", report.configurations());
        chain.addProperty("transactions", report.transactions());
        chain.addProperty("valid", report.valid());
        chain.add("organizations", gson.toJsonTree(report.organizations()));
        chain.addProperty("endorsement", report.endorsement());
        chain.add("orderers", gson.toJsonTree(report.orderers()));
        chain.addProperty("commitHashes", report.commitHashes());
        chain.addProperty("development", report.development());
        answer.add("chain", chain);
        answer.add("versions", gson.toJsonTree(result.replay().versions()));
        answer.add("accounts", gson.toJsonTree(result.replay().accounts()));
        answer.add("remarks", gson.toJsonTree(result.replay().remarks()));
        answer.add("findings", findings(result.findings()));
        answer.add("gaps", findings(result.replay().gaps()));
        answer.addProperty("seconds", result.seconds());
        return answer;
    }

    private static JsonArray findings(List<Finding> findings) {
        JsonArray array = new JsonArray();
        for (Finding finding : findings) {
            JsonObject object = new JsonObject();
            object.addProperty("kind", finding.kind());
            finding.block().ifPresent(block -> object.addProperty("block", block));
            finding.transaction().ifPresent(position -> object.addProperty("transaction", position));
            if (!finding.txId().isEmpty()) {
                object.addProperty("txId", finding.txId());
            }
            finding.version().ifPresent(version -> object.addProperty("version", version));
            object.addProperty("sentence", finding.sentence());
            array.add(object);
        }
        return array;
    }
}
