package org.fedfabric.trainer.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which engine a JVM takes, each time in a JVM of its own. */
class GemmsIT {
    @TempDir
    private Path folder;

    /** Prints the engine's name. */
    static final class Show {
        private Show() {}

        /** Prints it. */
        public static void main(String[] arguments) {
            System.out.println("engine: " + Gemms.shared().name());
        }
    }

    @Test
    void takes_openblas_without_a_word() throws Exception {
        assertThat(show()).containsExactly("engine: OpenBLAS");
    }

    @Test
    void falls_back_to_java_with_one_warning_where_no_library_loads() throws Exception {
        List<String> lines = show("-Dorg.bytedeco.javacpp.platform=nowhere-abc");
        assertThat(lines).hasSize(2).contains("engine: plain Java");
        assertThat(lines)
                .anySatisfy(line -> assertThat(line)
                        .startsWith("Warning: OpenBLAS does not load on this machine (")
                        .endsWith("training runs in plain Java, two to four times slower."));
    }

    @Test
    void takes_java_when_told_to() throws Exception {
        assertThat(show("-Dfedfabric.blas=java")).containsExactly("engine: plain Java");
    }

    @Test
    void insists_on_openblas_when_told_to() throws Exception {
        List<String> lines = show("-Dfedfabric.blas=openblas", "-Dorg.bytedeco.javacpp.platform=nowhere-abc");
        assertThat(lines).noneMatch(line -> line.startsWith("engine")).anyMatch(line -> line.contains("Error"));
    }

    @Test
    void refuses_an_unknown_engine() {
        assertThatThrownBy(() -> Gemms.choose("cuda"))
                .hasMessage("fedfabric.blas must be auto, openblas or java. Provided value: cuda");
    }

    private List<String> show(String... options) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        if (Runtime.version().feature() >= 24) {
            command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Show.class.getName()));
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return Files.readAllLines(output);
    }
}
