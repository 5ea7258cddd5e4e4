package org.fedfabric.trainer.demo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Waits for the network that the script started. */
final class Readiness {
    private static final long LOOK_EVERY_MILLIS = 10;

    private Readiness() {}

    /** Returns once the network has written that it is ready; refuses if its process has ended or time is up. */
    static void await(Path network, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!Files.exists(network.resolve("ready.json"))) {
            if (System.nanoTime() > deadline || processEnded(network.resolve("network.pid"))) {
                throw new DemoException(
                        DemoException.NETWORK, "The network did not come up. Its log says why: ./test-network.sh logs");
            }
            Thread.sleep(LOOK_EVERY_MILLIS);
        }
    }

    private static boolean processEnded(Path pidFile) {
        try {
            long pid = Long.parseLong(Files.readString(pidFile).strip());
            return ProcessHandle.of(pid).map(p -> !p.isAlive()).orElse(true);
        } catch (java.io.IOException | NumberFormatException e) {
            // No process id: the network was started another way.
            return false;
        }
    }
}
