package org.fedfabric.trainer.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableFileTest {
    @TempDir
    Path folder;

    @Test
    void leaves_the_old_file_and_no_part_when_the_new_one_cannot_be_put_there() throws IOException {
        Path target = Files.createDirectories(folder.resolve("taken"));
        Files.writeString(target.resolve("inside"), "old");
        assertThatThrownBy(() -> DurableFile.write(target, new byte[] {1})).isInstanceOf(IOException.class);
        assertThat(target.resolve("inside")).hasContent("old");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(target);
        }
    }

    @Test
    void makes_folders_and_replaces_what_was_there() throws IOException {
        Path target = folder.resolve("a/b/file");
        DurableFile.write(target, new byte[] {1});
        DurableFile.write(target, new byte[] {2, 3});
        assertThat(target).hasBinaryContent(new byte[] {2, 3});
        try (Stream<Path> left = Files.list(target.getParent())) {
            assertThat(left).containsExactly(target);
        }
    }
}
