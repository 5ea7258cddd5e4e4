package org.fedfabric.trainer.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.fedfabric.protocol.data.DataSchema;
import org.fedfabric.protocol.data.RowsBlob;
import org.fedfabric.protocol.task.ValidationSet;
import org.fedfabric.trainer.testset.HiddenTest;
import picocli.CommandLine.Option;

/** Test rows that a task commits to without showing them. */
final class TestOptions {
    @Option(
            names = "--test",
            paramLabel = "FILE",
            description = {
                "Rows for the final figures (test.bin): the task commits to them, and nobody sees them before its end.",
                "Open them then with: fedfabric task reveal-test TASK."
            })
    Path test;

    @Option(
            names = "--test-secret",
            paramLabel = "FILE",
            description = "Where to keep what opens the test rows. Default: TASK.test-secret.json.")
    Path secret;

    /** Where what opens a task's test rows is kept if nobody says otherwise. */
    static Path secretOf(Path said, String task) {
        return said == null ? Path.of(task + ".test-secret.json") : said;
    }

    /**
     * The task's commitment, its secret on disk; empty without test rows. The same task and rows again give the same
     * commitment, so that a Create that was cut off can be repeated.
     */
    Optional<HiddenTest> commit(String task, DataSchema schema, ValidationSet validation) throws IOException {
        if (test == null) {
            return Optional.empty();
        }
        byte[] rows = Files.readAllBytes(test);
        require(RowsBlob.decode(schema, rows).rows() > 0, "--test must have rows", test);
        HiddenTest hidden = HiddenTest.of(task, rows);
        require(
                !hidden.cid().equals(validation.cid()),
                "--test must have other rows than --validation, which every member can read",
                test);
        Path file = secretOf(secret, task);
        if (!Files.exists(file)) {
            hidden.write(file);
            return Optional.of(hidden);
        }
        HiddenTest kept = HiddenTest.read(file);
        require(
                kept.task().equals(task) && kept.isOf(rows),
                "--test-secret must not exist yet, or be of the same task and rows",
                file + ", which is of " + kept.task());
        return Optional.of(kept);
    }

    private static void require(boolean holds, String mustHold, Object provided) {
        if (!holds) {
            throw new CommandException(ExitCode.USAGE, mustHold + ". Provided value: " + provided);
        }
    }
}
