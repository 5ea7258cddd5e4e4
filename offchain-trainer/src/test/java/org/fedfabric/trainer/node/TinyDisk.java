package org.fedfabric.trainer.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A real file system of a few megabytes, in memory, that can be filled up. */
final class TinyDisk implements AutoCloseable {
    private final Path folder;
    private final Thread filling = new Thread(this::keepFull, "fill");
    private volatile boolean full;
    private volatile boolean closed;

    private TinyDisk(Path folder) {
        this.folder = folder;
        filling.setDaemon(true);
        filling.start();
    }

    /** Mounts one, or skips the test with the reason where this user must not mount. */
    static TinyDisk mount(Path folder, int megabytes) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        int code;
        try {
            code = run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", folder.toString());
        } catch (IOException e) {
            code = 127;
        }
        String reason = "skipped: a tiny disk to fill takes the right to mount one (mount ended with " + code + ")";
        if (code != 0) {
            System.out.println(reason);
        }
        Assumptions.assumeTrue(code == 0, reason);
        return new TinyDisk(folder);
    }

    private static int run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).as(command[0]).isTrue();
        return process.exitValue();
    }

    /** Returns when nothing fits any more, and keeps it so. */
    synchronized void fill() throws IOException {
        Files.createDirectories(folder);
        fillUp();
        full = true;
    }

    /** What somebody deletes must not become room again. */
    private void keepFull() {
        try {
            while (!closed) {
                if (full) {
                    synchronized (this) {
                        if (full) {
                            fillUp();
                        }
                    }
                }
                Thread.sleep(1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void fillUp() {
        try (OutputStream filler =
                Files.newOutputStream(filler(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            byte[] page = new byte[4096];
            while (!closed) {
                filler.write(page);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("space");
        }
    }

    /** Makes room again. */
    synchronized void free() throws IOException {
        full = false;
        Files.delete(filler());
    }

    private Path filler() {
        return folder.resolve("filler");
    }

    @Override
    public void close() {
        closed = true;
        try {
            filling.join(5_000);
            run("umount", "-l", folder.toString());
        } catch (IOException | InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
