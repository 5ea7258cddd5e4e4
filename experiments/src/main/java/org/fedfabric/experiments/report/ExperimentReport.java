package org.fedfabric.experiments.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.fedfabric.experiments.result.ExperimentFolder;
import org.fedfabric.trainer.durable.DurableFile;

/**
 * An experiment's results for people: {@code report.html}, one page that needs nothing else, and {@code summary.md}, the
 * same tables as Markdown. Only what the results can say is said: a section whose data the experiment lacks is left out, and
 * an experiment that is not finished gives a report that says so.
 */
public final class ExperimentReport {
    private static final String PAGE = "report.html";
    private static final String SUMMARY = "summary.md";

    private ExperimentReport() {}

    /**
     * Reads {@code experiment.json} and the runs' results, and writes both files beside them, replacing older ones.
     *
     * @param folder an experiment's folder
     * @return the page
     * @throws IOException if the folder has no experiment, or cannot be read or written
     */
    public static Path write(Path folder) throws IOException {
        Experiment experiment = Experiment.read(ExperimentFolder.at(folder));
        List<Section> sections = sections(experiment);
        Path page = folder.resolve(PAGE);
        write(page, HtmlPage.of(experiment.outline().title(), sections));
        write(folder.resolve(SUMMARY), MarkdownPage.of(experiment.outline().title(), sections));
        return page;
    }

    /** What there is to say about an experiment. */
    static List<Section> sections(Experiment experiment) {
        Stream<Function<Experiment, Optional<Section>>> all = Stream.of(
                OverviewSection::of,
                AimSection::of,
                NoiseCurves::of,
                NoiseTables::of,
                NoiseClaims::of,
                ReferenceSection::of,
                CentralSection::of,
                AttackSection::of,
                ReputationSection::of,
                SelectionSection::of,
                SpeedSection::of,
                RunSection::of);
        return all.flatMap(section -> section.apply(experiment).stream()).toList();
    }

    private static void write(Path file, String text) throws IOException {
        DurableFile.write(file, text.getBytes(StandardCharsets.UTF_8));
    }
}
