package org.fedfabric.embedded.blockstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.contentstore.ContentStore;
import org.fedfabric.contentstore.Pinning;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kills a process that stores content, at several moments, and looks for everything that it had confirmed. */
@Timeout(120)
class BlockStoreKillIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int LENGTH_BYTES = Cid.CHUNK_BYTES + 100_000;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 8, 20})
    void finds_everything_confirmed_before_the_kill(int confirmed) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Storing.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> lines = new ArrayList<>();
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            while (lines.size() < confirmed) {
                String line = output.readLine();
                assertThat(line).as("the process ended early").isNotNull();
                lines.add(line);
            }
        } finally {
            process.destroyForcibly(); // SIGKILL
        }
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();

        try (BlockStoreServer server = BlockStoreServer.start(directory, 0, List::of)) {
            ContentStore store = ContentStore.atKubo(server.uri());
            for (int i = 0; i < confirmed; i++) {
                byte[] content = content(i);
                assertThat(lines.get(i)).isEqualTo(Cid.of(content).text());
                assertThat(store.getLocal(Cid.of(content), content.length, SOON))
                        .hasValue(content);
                assertThat(store.pinned(SOON)).contains(Cid.of(content));
            }
            for (Cid pin : store.pinned(SOON)) {
                assertThat(store.getLocal(pin, LENGTH_BYTES, SOON)).isPresent();
            }
            assertThat(directory.resolve("unfinished")).isEmptyDirectory();
        }
    }

    private static byte[] content(int index) {
        byte[] bytes = new byte[LENGTH_BYTES];
        new Random(index).nextBytes(bytes);
        return bytes;
    }

    /** The process to be killed: stores content for ever and prints the address of each that was confirmed. */
    static final class Storing {
        private Storing() {}

        public static void main(String[] arguments) throws Exception {
            BlockStoreServer server = BlockStoreServer.start(Path.of(arguments[0]), 0, List::of);
            ContentStore store = ContentStore.atKubo(server.uri());
            for (int i = 0; ; i++) {
                System.out.println(store.put(content(i), Pinning.PINNED, SOON));
            }
        }
    }
}
