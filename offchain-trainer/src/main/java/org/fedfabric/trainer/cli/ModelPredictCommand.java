package org.fedfabric.trainer.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.fedfabric.protocol.data.DataSchema;
import org.fedfabric.protocol.data.FeatureEncoder;
import org.fedfabric.protocol.data.FeatureRows;
import org.fedfabric.trainer.dataset.UnlabelledRows;
import org.fedfabric.trainer.durable.DurableFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lets a model predict. */
@Command(
        name = "predict",
        mixinStandardHelpOptions = true,
        description = {
            "Print the predicted class and the probability of every class for each row of a file, as CSV or JSON.",
            "The file is CSV with the columns of the task's schema (the label may be missing), or IDX images."
        })
final class ModelPredictCommand implements Callable<Integer> {
    @Mixin
    ModelChoice choice;

    @Option(names = "--input", required = true, paramLabel = "FILE", description = "CSV rows, or IDX images.")
    Path input;

    @Option(names = "--output", paramLabel = "FILE", description = "Where to write. Default: standard output.")
    Path output;

    @Option(names = "--json", description = "JSON instead of CSV.")
    boolean json;

    @Override
    public Integer call() throws Exception {
        ChosenModel model = choice.fetch();
        DataSchema schema = model.requireSchema();
        UnlabelledRows unlabelled = UnlabelledRows.read(input, schema);
        if (!unlabelled.unused().isEmpty()) {
            System.err.println(
                    "not used, as the model's schema has no such columns: " + String.join(", ", unlabelled.unused()));
        }
        FeatureRows rows = FeatureEncoder.encode(unlabelled.rows());
        double[][] probabilities = softmax(model.logits(rows), schema.classes().size());
        String text = json ? json(schema.classes(), probabilities) : csv(schema.classes(), probabilities);
        if (output == null) {
            System.out.print(text);
        } else {
            DurableFile.write(output.toAbsolutePath(), text.getBytes(StandardCharsets.UTF_8));
        }
        return ExitCode.DONE;
    }

    private static String csv(List<String> classes, double[][] probabilities) throws IOException {
        StringWriter text = new StringWriter();
        CSVFormat format = CSVFormat.RFC4180.builder().setRecordSeparator('\n').get();
        try (CSVPrinter printer = new CSVPrinter(text, format)) {
            List<String> header = new ArrayList<>(List.of("row", "class"));
            classes.forEach(name -> header.add("probability of " + name));
            printer.printRecord(header);
            for (int row = 0; row < probabilities.length; row++) {
                List<String> cells =
                        new ArrayList<>(List.of(Integer.toString(row + 1), classes.get(best(probabilities[row]))));
                for (double probability : probabilities[row]) {
                    cells.add(String.format(Locale.ROOT, "%.6f", probability));
                }
                printer.printRecord(cells);
            }
        }
        return text.toString();
    }

    private static String json(List<String> classes, double[][] probabilities) {
        JsonArray all = new JsonArray();
        for (int row = 0; row < probabilities.length; row++) {
            JsonObject prediction = new JsonObject();
            prediction.addProperty("row", row + 1);
            prediction.addProperty("class", classes.get(best(probabilities[row])));
            JsonObject perClass = new JsonObject();
            for (int c = 0; c < classes.size(); c++) {
                perClass.addProperty(classes.get(c), probabilities[row][c]);
            }
            prediction.add("probabilities", perClass);
            all.add(prediction);
        }
        return Output.pretty(all) + "\n";
    }

    /** The most probable class; the first of equals. */
    private static int best(double[] probabilities) {
        int best = 0;
        for (int c = 1; c < probabilities.length; c++) {
            best = probabilities[c] > probabilities[best] ? c : best;
        }
        return best;
    }

    private static double[][] softmax(float[] logits, int classes) {
        double[][] all = new double[logits.length / classes][classes];
        for (int row = 0; row < all.length; row++) {
            double highest = Double.NEGATIVE_INFINITY;
            for (int c = 0; c < classes; c++) {
                highest = Math.max(highest, logits[row * classes + c]);
            }
            double sum = 0;
            for (int c = 0; c < classes; c++) {
                all[row][c] = Math.exp(logits[row * classes + c] - highest);
                sum += all[row][c];
            }
            if (!Double.isFinite(sum)) {
                throw new CommandException(
                        ExitCode.DATA,
                        "Scores must be finite. Provided value: others at row " + (row + 1)
                                + ". Its numbers are far outside of what the model was trained on");
            }
            for (int c = 0; c < classes; c++) {
                all[row][c] /= sum;
            }
        }
        return all;
    }
}
