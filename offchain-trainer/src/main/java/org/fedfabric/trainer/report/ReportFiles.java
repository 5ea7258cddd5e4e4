package org.fedfabric.trainer.report;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** Writes a report as JSON, CSV and HTML. */
public final class ReportFiles {
    private static final Gson GSON = new GsonBuilder()
            .serializeNulls()
            .setPrettyPrinting()
            .disableHtmlEscaping()
            .setFieldNamingPolicy(FieldNamingPolicy.IDENTITY)
            .create();

    private ReportFiles() {}

    /** The report as one JSON object; the parts of the wall time stand beside it, not in an object of their own. */
    public static String json(RunReport report) {
        JsonObject flat = new JsonObject();
        for (var entry : GSON.toJsonTree(report).getAsJsonObject().entrySet()) {
            JsonElement value = entry.getValue();
            if (entry.getKey().equals("times")) {
                value.getAsJsonObject().entrySet().forEach(e -> flat.add(e.getKey(), e.getValue()));
                flat.add("perVersion", perVersion(report));
            } else {
                flat.add(entry.getKey(), value);
            }
        }
        return GSON.toJson(flat) + "\n";
    }

    /** What a version took on average, with the share of updates that were accepted: what runs of any length compare by. */
    private static JsonObject perVersion(RunReport report) {
        CriticalPath mean = report.times().perVersion(report.versions());
        JsonObject json = new JsonObject();
        json.addProperty("seconds", mean.totalSeconds());
        json.addProperty("trainingSeconds", mean.trainingSeconds());
        json.addProperty("validationSeconds", mean.validationSeconds());
        json.addProperty("ledgerSeconds", mean.ledgerSeconds());
        json.addProperty("contentSeconds", mean.contentSeconds());
        json.addProperty("acceptedShare", report.acceptedShare());
        return json;
    }

    /** A line per version, with a header. */
    public static String csv(RunReport report) {
        StringWriter text = new StringWriter();
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setHeader(
                        "version",
                        "accuracy",
                        "f1",
                        "score",
                        "selected",
                        "included",
                        "rejected",
                        "unavailable",
                        "seconds",
                        "modelCid",
                        "transactionId")
                .get();
        try (CSVPrinter printer = new CSVPrinter(text, format)) {
            for (RunReport.Version v : report.history()) {
                printer.printRecord(
                        v.version(),
                        v.accuracy(),
                        v.f1(),
                        v.score(),
                        v.selected(),
                        v.included(),
                        v.rejected(),
                        v.unavailable(),
                        v.seconds(),
                        v.modelCid(),
                        v.transactionId());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /**
     * Writes {@code report.json}, {@code report.csv} and {@code report.html} into the folder.
     *
     * @return the page's path
     * @throws IOException if the folder cannot be written
     */
    public static Path write(RunReport report, Path folder) throws IOException {
        Files.createDirectories(folder);
        replace(folder.resolve("report.json"), json(report));
        replace(folder.resolve("report.csv"), csv(report));
        Path page = folder.resolve("report.html");
        replace(page, HtmlPage.of(report));
        return page;
    }

    /** Writes a whole text or nothing. */
    public static void replace(Path file, String text) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".part");
        Files.writeString(temporary, text);
        Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
