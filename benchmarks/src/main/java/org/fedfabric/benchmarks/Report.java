package org.fedfabric.benchmarks;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.fedfabric.benchmarks.measure.Figure;

/** Figures as lines for people and as one JSON object. */
final class Report {
    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    private Report() {}

    static void head(Machine machine, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%s, %d cores, %s, %s, load average %.1f%s%n",
                machine.cpu(),
                machine.cores(),
                machine.os(),
                machine.java(),
                machine.loadAverage(),
                machine.isLoaded() ? " (other work is running: take these figures with care)" : "");
        out.println("Median (least … most) of what was measured, and of the baseline in the same run; the ratio says");
        out.println("how many times as fast as the baseline: above 1 is faster.");
        out.flush();
    }

    static void section(String benchmark, List<Figure> figures, PrintWriter out) {
        out.printf("%n%s%n", benchmark);
        for (Figure figure : figures) {
            out.printf(
                    Locale.ROOT,
                    "  %-52s %12s %s (%s … %s)%n    %-50s %12s %s (%s … %s)   ratio %s%s%n",
                    figure.name(),
                    number(figure.value().median()),
                    figure.unit(),
                    number(figure.value().least()),
                    number(figure.value().most()),
                    "beside " + figure.baseline(),
                    number(figure.baselineValue().median()),
                    figure.unit(),
                    number(figure.baselineValue().least()),
                    number(figure.baselineValue().most()),
                    number(figure.ratio()),
                    target(figure));
        }
        out.flush();
    }

    private static String target(Figure figure) {
        if (figure.target() == null) {
            return "";
        }
        return "   target " + figure.target().text() + (figure.target().met() ? ": met" : ": NOT met");
    }

    /** Three significant digits. */
    static String number(double value) {
        double size = Math.abs(value);
        String form = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f";
        return String.format(Locale.ROOT, form, value);
    }

    static void json(Path file, Machine machine, Map<String, List<Figure>> figures) throws IOException {
        Files.writeString(file, GSON.toJson(new Document(1, machine, figures)) + "\n");
    }

    private record Document(int schema, Machine machine, Map<String, List<Figure>> benchmarks) {}
}
