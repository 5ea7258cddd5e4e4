package org.fedfabric.trainer.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.fedfabric.contentstore.Pinning;
import org.fedfabric.protocol.data.RowsBlob;
import org.fedfabric.protocol.ledger.TaskRecord;
import org.fedfabric.protocol.ledger.TaskState;
import org.fedfabric.trainer.ledger.FederationContract;
import org.fedfabric.trainer.testset.HiddenTest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Opens the test rows that a task committed to. */
@Command(
        name = "reveal-test",
        mixinStandardHelpOptions = true,
        description = {
            "Open the test rows that a task of yours committed to, now that it has ended.",
            "Members measure on them with: fedfabric model evaluate TASK --revealed."
        })
final class TaskRevealTestCommand extends LedgerCall {
    private static final Duration STORE_DEADLINE = Duration.ofSeconds(60);

    @Parameters(paramLabel = "TASK")
    String task;

    @Option(names = "--test", required = true, paramLabel = "FILE", description = "The rows (test.bin).")
    Path test;

    @Option(
            names = "--test-secret",
            paramLabel = "FILE",
            description = "What task create kept. Default: TASK.test-secret.json.")
    Path secret;

    @Override
    void ask(Session session) throws Exception {
        TaskRecord record = PublishedModel.task(new FederationContract(session.ledger()), task);
        Path file = TestOptions.secretOf(secret, task);
        HiddenTest hidden = HiddenTest.read(file);
        byte[] rows = Files.readAllBytes(test);
        // Before anybody can fetch the rows.
        require(
                record.state() == TaskState.COMPLETED || record.state() == TaskState.STOPPED,
                "The task must have ended before its test rows are shown",
                task + " is " + record.state());
        require(
                hidden.commitment().equals(record.spec().testCommitment()),
                "The secret must be the one the task committed to, "
                        + (record.spec().testCommitment() == null
                                ? "and it committed to none"
                                : record.spec().testCommitment()),
                file + " with " + hidden.commitment());
        require(hidden.isOf(rows), "The rows must be those committed to, " + hidden.cid(), test);
        int count = RowsBlob.decode(record.spec().data(), rows).rows();
        session.store().put(rows, Pinning.PINNED, STORE_DEADLINE);
        session.ledger()
                .submit("task:RevealTest", task, hidden.saltHex(), hidden.cid(), Long.toString(hidden.lengthBytes()));
        output.object("{\"task\":\"" + task + "\",\"testCid\":\"" + hidden.cid() + "\",\"rows\":" + count + "}");
    }

    private static void require(boolean holds, String mustHold, Object provided) {
        if (!holds) {
            throw new CommandException(ExitCode.USAGE, mustHold + ". Provided value: " + provided);
        }
    }
}
