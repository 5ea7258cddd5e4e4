package org.fedfabric.trainer.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;

/** The process of an embedded network, as {@code network/up.sh} tells of it. */
final class NetworkProcess {
    /** A process that was ended by a signal has 128 + its number; it may be started again at any moment. */
    private static final int SIGNALLED = 128;

    /** Less than a model of the smallest kind takes. */
    private static final long SMALLEST_ROOM_BYTES = 64 << 10;

    private final Path network;
    private final Path log;

    /**
     * @param network the network's folder
     * @param logs folder of its log
     */
    NetworkProcess(Path network, Path logs) {
        this.network = network;
        this.log = logs.resolve("network.log");
    }

    /** Throws if a failure of the network has a reason that the person can remove: it gave up, or its disk is full. */
    void explainFailure() {
        requireNotFailed();
        try {
            if (Files.getFileStore(network).getUsableSpace() < SMALLEST_ROOM_BYTES) {
                throw new DemoException(
                        DemoException.DISK_FULL,
                        "The disk of " + network + " must have room for ledger and content and is full. Free some space"
                                + " and start again; nothing acknowledged is lost.");
            }
        } catch (IOException e) {
            // A disk that cannot be looked at explains nothing.
        }
    }

    /** Throws with the network's own reason and exit code if it has given up. */
    void requireNotFailed() {
        OptionalInt code = exitCode();
        if (code.isPresent() && code.getAsInt() > 0 && code.getAsInt() <= SIGNALLED) {
            throw ended(code.getAsInt());
        }
    }

    /** Throws if it has ended, for whatever reason. */
    void requireStarting() {
        requireNotFailed();
        if (exitCode().isPresent()) {
            throw ended(DemoException.NETWORK);
        }
    }

    private DemoException ended(int code) {
        String reason = lastError();
        return new DemoException(
                code,
                reason.isEmpty()
                        ? "The network has ended with exit code " + code + ". Its log says why: " + log
                        : reason);
    }

    /** How the process that runs now, or ran last, has ended; empty while it runs or if nothing is known of it. */
    private OptionalInt exitCode() {
        try {
            // "PID run" or "PID CODE", for the process in network.pid.
            String[] words =
                    Files.readString(network.resolve("network.exit")).strip().split(" +");
            String pid = Files.readString(network.resolve("network.pid")).strip();
            return words.length == 2 && words[0].equals(pid) && words[1].matches("[0-9]{1,3}")
                    ? OptionalInt.of(Integer.parseInt(words[1]))
                    : OptionalInt.empty();
        } catch (IOException e) {
            // The network was started another way.
            return OptionalInt.empty();
        }
    }

    private String lastError() {
        String reason = "";
        try {
            for (String line : Files.readAllLines(log)) {
                if (line.startsWith("== ")) {
                    reason = "";
                } else if (line.startsWith("error: ")) {
                    reason = line.substring("error: ".length());
                }
            }
        } catch (IOException e) {
            // Without a log the exit code has to do.
        }
        return reason;
    }
}
