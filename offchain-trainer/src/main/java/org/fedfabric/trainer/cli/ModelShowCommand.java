package org.fedfabric.trainer.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.canonical.Digests;
import org.fedfabric.protocol.ledger.Environment;
import org.fedfabric.protocol.model.Layer;
import org.fedfabric.protocol.model.ModelSpec;
import org.fedfabric.trainer.ledger.FederationContract;
import org.fedfabric.trainer.provenance.ModelProvenance;
import org.fedfabric.trainer.provenance.ReportedScores;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows what a published model is and where it came from. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "A published model's network, score and origin: terms, seeds, updates, data digests.")
final class ModelShowCommand implements Callable<Integer> {
    @Mixin
    NetworkOptions network;

    @Mixin
    Output output;

    @Parameters(paramLabel = "MODEL", description = "TASK (its last version), TASK@VERSION or a CID.")
    String model;

    @Override
    public Integer call() throws Exception {
        try (Session session = network.open()) {
            FederationContract contract = new FederationContract(session.ledger());
            PublishedModel published = PublishedModel.isCid(model)
                    ? PublishedModel.find(contract, model)
                            .orElseThrow(() -> new CommandException(
                                    ExitCode.USAGE,
                                    "A task of this channel must have published the model. Provided value: " + model))
                    : PublishedModel.named(contract, model);
            ModelProvenance provenance = ModelProvenance.of(contract, published.task(), published.version());
            ReportedScores reported = ReportedScores.read(contract, provenance.task(), provenance.version());
            if (output.json) {
                output.object(json(published.spec(), provenance, reported));
            } else {
                print(published.spec(), provenance);
                ScoreLines.print(reported);
            }
        }
        return ExitCode.DONE;
    }

    private static String json(ModelSpec spec, ModelProvenance provenance, ReportedScores reported) {
        Gson gson = new GsonBuilder().disableHtmlEscaping().create();
        JsonObject all = gson.toJsonTree(provenance).getAsJsonObject();
        all.addProperty("parameters", spec.parameterCount());
        all.add("reported", gson.toJsonTree(reported));
        all.add("model", JsonParser.parseString(CanonicalJson.write(spec)));
        return all.toString();
    }

    private static void print(ModelSpec spec, ModelProvenance p) {
        List<String[]> lines = new ArrayList<>();
        lines.add(new String[] {"model", p.cid()});
        lines.add(new String[] {
            "version", p.version() + " of task " + p.task() + ", " + Instant.ofEpochMilli(p.publishedMillis())
        });
        lines.add(new String[] {"network", layers(spec)});
        lines.add(new String[] {"parameters", String.format(Locale.ROOT, "%,d", spec.parameterCount())});
        lines.add(new String[] {"network digest", Digests.ofRecord(spec)});
        lines.add(new String[] {
            "score", String.format(Locale.ROOT, "%.6f on validation rows %s", p.scoreMicros() / 1e6, p.validationCid())
        });
        lines.add(new String[] {"terms", p.specDigest() + " (rules " + p.rules() + ", by " + p.requester() + ")"});
        lines.add(new String[] {"began with", p.initialModel()});
        lines.add(new String[] {"task seed", p.taskSeed()});
        lines.add(new String[] {"beacon", p.beacon()});
        lines.add(new String[] {"made from", p.baseCid() == null ? "nothing: it is the initial model" : p.baseCid()});
        Output.print(lines);
        if (!p.contributions().isEmpty()) {
            System.out.println();
            Output.print(contributions(p));
            printClaims(p);
        }
    }

    private static List<String[]> contributions(ModelProvenance p) {
        List<String[]> table = new ArrayList<>();
        table.add(new String[] {"participant", "verdict", "rows", "share", "data digest", "update"});
        for (ModelProvenance.Contribution c : p.contributions()) {
            table.add(new String[] {
                c.participant(),
                c.verdict(),
                "≥ " + (1L << c.rowsLog2()),
                c.share() == null ? "–" : String.format(Locale.ROOT, "%.3f", c.share() / 65536.0),
                c.dataDigest() == null ? "–" : c.lineage() + "@" + c.dataVersion() + " " + c.dataDigest(),
                c.updateCid()
            });
        }
        return table;
    }

    private static void printClaims(ModelProvenance p) {
        List<String[]> table = new ArrayList<>();
        table.add(
                new String[] {"participant", "since", "software", "commit", "jar", "JVM", "system", "processor", "BLAS"
                });
        for (ModelProvenance.Contribution c : p.contributions()) {
            if (c.claim() != null) {
                Environment e = c.claim().environment();
                String since = Instant.ofEpochMilli(c.claim().sinceMillis())
                        + (c.claim().sinceMillis() > p.publishedMillis() ? " (after this version)" : "");
                table.add(new String[] {
                    c.participant(), since, e.software(), e.commit(), e.jar(), e.jvm(), e.os(), e.cpu(), e.blas()
                });
            }
        }
        if (table.size() > 1) {
            System.out.println();
            System.out.println("Trained with, as each participant says of itself (nobody can check it):");
            Output.print(table);
        }
    }

    private static String layers(ModelSpec spec) {
        return spec.input().height() + "×" + spec.input().width() + "×"
                + spec.input().channels() + " → "
                + spec.layers().stream().map(ModelShowCommand::text).collect(Collectors.joining(" → "));
    }

    private static String text(Layer layer) {
        if (layer instanceof Layer.Dense dense) {
            return "dense " + dense.units();
        }
        if (layer instanceof Layer.Conv2d c) {
            return "conv " + c.kernel() + "×" + c.kernel() + " "
                    + c.padding().name().toLowerCase(Locale.ROOT) + " " + c.filters();
        }
        if (layer instanceof Layer.MaxPool2d pool) {
            return "max-pool " + pool.size();
        }
        if (layer instanceof Layer.Dropout dropout) {
            return "dropout " + dropout.permille() / 1000.0;
        }
        return layer.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }
}
