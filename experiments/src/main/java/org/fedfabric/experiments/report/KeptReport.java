package org.fedfabric.experiments.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.fedfabric.trainer.durable.DurableFile;

/**
 * An experiment's report as it is kept with the source: {@code report.html}, {@code summary.md} and {@code points.csv}, and
 * nothing in them that only the machine it was made on knows.
 */
public final class KeptReport {
    private static final String PAGE = "report.html";
    private static final List<String> FILES = List.of(PAGE, "summary.md", "points.csv");

    /** A page that a browser opens at once, and that a repository bears. */
    private static final int MOST_PAGE_BYTES = 2_000_000;

    /** An absolute path of two parts or more; a URL has its slashes elsewhere. */
    private static final Pattern ABSOLUTE = Pattern.compile("(?<![^\\s\"'(=:,;|])/[\\w.+-]+/[\\w./+-]*");

    private KeptReport() {}

    /**
     * Copies the three files, all or none.
     *
     * @param folder an experiment's folder with its report
     * @param to the folder to keep them in, such as {@code docs/results/ll-bcfl}; made if it is not there
     * @throws IllegalArgumentException if they have a path of this machine in them, or the page is too large
     */
    public static void copy(Path folder, Path to) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (String name : FILES) {
            byte[] bytes = Files.readAllBytes(folder.resolve(name));
            Optional<String> path = path(name, new String(bytes, StandardCharsets.UTF_8), folder);
            if (path.isPresent()) {
                throw new IllegalArgumentException(
                        "A report that is kept must have no path of this machine in it. Provided value: " + path.get()
                                + " in " + folder.resolve(name)
                                + ". Run what failed again, or take it out of the scenario.");
            }
            files.put(name, bytes);
        }
        int size = files.get(PAGE).length;
        if (size > MOST_PAGE_BYTES) {
            throw new IllegalArgumentException("A report that is kept must have at most " + MOST_PAGE_BYTES
                    + " bytes. Provided value: " + size + ". Measure less often (evaluateEvery).");
        }
        Files.createDirectories(to);
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            DurableFile.write(to.resolve(file.getKey()), file.getValue());
        }
    }

    /** The page has a library's program in it, full of slashes; its texts are those of the summary. */
    private static Optional<String> path(String name, String text, Path folder) {
        Optional<String> known = Stream.of(folder, Path.of(""), Path.of(System.getProperty("user.home")))
                .map(path -> path.toAbsolutePath().normalize())
                // A home such as / is part of everything.
                .filter(path -> path.getNameCount() > 0)
                .map(path -> path + "/")
                .filter(text::contains)
                .findFirst();
        if (known.isPresent() || name.equals(PAGE)) {
            return known;
        }
        Matcher absolute = ABSOLUTE.matcher(text);
        return absolute.find() ? Optional.of(absolute.group()) : Optional.empty();
    }
}
