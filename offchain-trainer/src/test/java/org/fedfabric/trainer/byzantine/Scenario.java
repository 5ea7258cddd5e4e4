package org.fedfabric.trainer.byzantine;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Assumptions;

/** One attack, timed, with the evidence it left told in a line. */
final class Scenario {
    /** System property with the file that lines are added to. */
    private static final String FILE = "fedfabric.byzantine";

    /** System property with the names, separated by commas, of those to play; without it all are. */
    private static final String ONLY = "fedfabric.byzantine.only";

    private Scenario() {}

    /**
     * Plays a scenario.
     *
     * @param play asserts everything and returns what showed the attack
     */
    static void play(String name, Callable<String> play) throws Exception {
        String only = System.getProperty(ONLY, "");
        Assumptions.assumeTrue(only.isEmpty() || List.of(only.split(",")).contains(name), "not asked for");
        long start = System.nanoTime();
        String outcome = "NOT OK";
        String evidence = "see the test's report";
        try {
            evidence = play.call();
            outcome = "ok    ";
        } finally {
            double seconds = (System.nanoTime() - start) / 1e9;
            String line = String.format(Locale.ROOT, "%s %-24s %6.1f s  %s%n", outcome, name, seconds, evidence);
            System.out.print(line);
            String file = System.getProperty(FILE);
            if (file != null) {
                Files.write(
                        Path.of(file),
                        line.getBytes(StandardCharsets.UTF_8),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
            }
        }
    }
}
