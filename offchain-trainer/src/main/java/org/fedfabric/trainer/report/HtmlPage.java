package org.fedfabric.trainer.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The report as one page that needs nothing else: the template, the data as JSON, and the chart library's bundle are put
 * into one file, so it can be mailed, archived and opened without a network.
 */
final class HtmlPage {
    // Gson's default escaping of <, > and & keeps data from ending the script element it stands in.
    private static final Gson GSON = new GsonBuilder().serializeNulls().create();
    private static final String CHART_BUNDLE = "/META-INF/resources/webjars/chart.js/4.5.1/dist/chart.umd.min.js";

    private HtmlPage() {}

    static String of(RunReport report) {
        return resource("report.html")
                .replace("/*DATA*/", "const report = " + GSON.toJson(report) + ";")
                .replace("/*CHARTS*/", resource(CHART_BUNDLE));
    }

    private static String resource(String name) {
        try (InputStream in = HtmlPage.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("The jar must contain " + name + "; build it again");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
