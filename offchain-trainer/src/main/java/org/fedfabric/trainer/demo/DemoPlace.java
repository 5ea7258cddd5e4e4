package org.fedfabric.trainer.demo;

import java.nio.file.Path;

/**
 * Where a demo runs; {@code network/demo.sh} decides it.
 *
 * @param network the network's folder
 * @param work folder for data, trainers' state and the report
 * @param logs folder for logs
 * @param command the {@code fedfabric} command, to start trainers with
 * @param task the task's name, unused on this ledger
 * @param commandStartedMillis when the person pressed return, milliseconds since 1970
 * @param buildMillis how much of the time since then went into building
 */
public record DemoPlace(
        Path network, Path work, Path logs, String command, String task, long commandStartedMillis, long buildMillis) {
    /** When the run began: the command without the build. */
    long beginMillis() {
        return commandStartedMillis + buildMillis;
    }

    Path data() {
        return work.resolve("data");
    }

    /** What the trainer of an enterprise keeps. */
    Path state(String enterprise) {
        return work.resolve("state").resolve(enterprise);
    }

    Path progress() {
        return work.resolve("progress");
    }

    Path report() {
        return work.resolve("report");
    }
}
