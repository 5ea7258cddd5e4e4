package org.fedfabric.benchmarks;

import com.google.gson.Gson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.fedfabric.benchmarks.measure.Figure;
import org.fedfabric.benchmarks.measure.Jvm;
import org.fedfabric.benchmarks.measure.Setting;

/** Runs each benchmark in a JVM of its own, started like this one. */
final class Forks {
    /** Longer than any benchmark takes on a busy machine, 500 versions among them. */
    private static final long DEADLINE_MINUTES = 90;

    private static final Gson GSON = new Gson();

    private Forks() {}

    /** What the parent hands over and gets back, as JSON in one file. */
    record Order(String name, boolean quick, String python, String root, String network, int versions) {}

    /**
     * Runs one.
     *
     * @throws IOException if it failed; its reason went to standard error
     */
    static List<Figure> run(String name, boolean quick, Setting setting) throws IOException, InterruptedException {
        Path file = Files.createTempFile("benchmark", ".json");
        try {
            String python = setting.python().map(Path::toString).orElse("");
            Files.writeString(
                    file,
                    GSON.toJson(new Order(
                            name,
                            quick,
                            python,
                            setting.root().toString(),
                            setting.network().map(Path::toString).orElse(""),
                            setting.versions())));
            Process process = new ProcessBuilder(Jvm.like(Fork.class, file.toString()))
                    .inheritIO()
                    .start();
            if (!process.waitFor(DEADLINE_MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IOException("Benchmark " + name + " must end within " + DEADLINE_MINUTES + " minutes.");
            }
            if (process.exitValue() != 0) {
                throw new IOException("Benchmark " + name + " ended with exit code " + process.exitValue() + ".");
            }
            return List.of(GSON.fromJson(Files.readString(file), Figure[].class));
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** The forked JVM's entry. */
    static final class Fork {
        private Fork() {}

        /** Does what the file orders, and leaves the figures in it. */
        public static void main(String[] arguments) throws IOException, InterruptedException {
            Path file = Path.of(arguments[0]);
            Order order = GSON.fromJson(Files.readString(file), Order.class);
            Setting setting = BenchmarksCommand.setting(order.quick(), order.python(), Path.of(order.root()))
                    .on(order.network().isEmpty() ? Optional.empty() : Optional.of(Path.of(order.network())))
                    .publishing(order.versions());
            List<Figure> figures = Catalogue.get(order.name()).run(setting);
            Files.writeString(file, GSON.toJson(figures));
            // Connections' threads need not end by themselves.
            System.exit(0);
        }
    }
}
