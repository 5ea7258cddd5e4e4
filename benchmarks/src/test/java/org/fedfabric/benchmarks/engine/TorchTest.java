package org.fedfabric.benchmarks.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.fedfabric.benchmarks.measure.Contender;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The conversation with PyTorch's process, held with a shell script. */
@Timeout(60)
class TorchTest {
    @TempDir
    Path directory;

    private Path interpreter(String script) throws IOException {
        Path file = directory.resolve("python");
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void says_what_to_do_when_the_interpreter_has_no_torch() throws IOException {
        Path python = interpreter("exit 1");

        assertThatThrownBy(() -> Torch.start(python, directory, "2nn"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("\"version\"")
                .hasMessageContaining("--no-python");
    }

    @Test
    void asks_for_the_same_model_batch_and_number_of_steps() throws IOException {
        Path python = interpreter("while read -r line; do echo \"$line\" >>" + directory.resolve("asked")
                + "; case $line in version) echo 9.9;; model*) echo ok;; *) echo 0.5;; esac; done");
        try (Torch torch = Torch.start(python, directory, "small-cnn")) {
            Contender training = torch.training(64, 10);

            assertThat(training.seconds(3)).isEqualTo(0.5);
            assertThat(torch.name()).isEqualTo("PyTorch 9.9, 1 thread");
        }
        assertThat(directory.resolve("asked")).hasContent("version\nmodel small-cnn 64\ntrain 30");
    }
}
