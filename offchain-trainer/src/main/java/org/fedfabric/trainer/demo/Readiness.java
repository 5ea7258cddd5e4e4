package org.fedfabric.trainer.demo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Waits for the network that the script started. */
final class Readiness {
    private static final long LOOK_EVERY_MILLIS = 10;

    private Readiness() {}

    /** Something that throws when waiting makes no sense any more. */
    interface Check {
        void run() throws Exception;
    }

    /** Returns once the network has written that it is ready; refuses if its process has ended or time is up. */
    static void await(Path network, NetworkProcess process, Duration patience, Check check) throws Exception {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!Files.exists(network.resolve("ready.json"))) {
            check.run();
            process.requireStarting();
            if (System.nanoTime() > deadline) {
                throw new DemoException(
                        DemoException.NETWORK,
                        "The network must be ready within " + patience.toSeconds()
                                + " s and is not. Its log says why: ./test-network.sh logs");
            }
            Thread.sleep(LOOK_EVERY_MILLIS);
        }
    }
}
