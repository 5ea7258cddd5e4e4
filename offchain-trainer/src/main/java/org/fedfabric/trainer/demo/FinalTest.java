package org.fedfabric.trainer.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.fedfabric.contentstore.ContentStoreException;
import org.fedfabric.contentstore.Pinning;
import org.fedfabric.protocol.ledger.TaskRecord;
import org.fedfabric.trainer.dataset.DatasetFolders;
import org.fedfabric.trainer.ledger.FederationContract;
import org.fedfabric.trainer.ledger.LedgerClient;
import org.fedfabric.trainer.ledger.LedgerConnections;
import org.fedfabric.trainer.ledger.LedgerException;
import org.fedfabric.trainer.testset.HiddenTest;
import org.fedfabric.trainer.testset.RevealedTest;

/**
 * The test rows behind a demo's figures: the task commits to them before anybody trains, and when it has ended they are
 * opened, so that every member can have the same figures.
 */
final class FinalTest {
    private static final Duration STORE_DEADLINE = Duration.ofSeconds(30);

    private final HiddenTest hidden;
    private final byte[] rows;

    private FinalTest(HiddenTest hidden, byte[] rows) {
        this.hidden = hidden;
        this.rows = rows;
    }

    /** The rows that the demo's data was divided into. */
    static FinalTest commit(String task, DemoPlace place) throws IOException {
        byte[] rows = Files.readAllBytes(DatasetFolders.open(place.data()).testFile());
        return new FinalTest(HiddenTest.of(task, rows), rows);
    }

    String commitment() {
        return hidden.commitment();
    }

    String cid() {
        return hidden.cid();
    }

    /** Opens them, and fetches them as the last enterprise does. */
    void open(LedgerClient requester, List<LedgerConnections> connections, Screen screen)
            throws IOException, LedgerException, ContentStoreException {
        connections.get(0).profile().openContentStore().put(rows, Pinning.PINNED, STORE_DEADLINE);
        requester.submit(
                "task:RevealTest", hidden.task(), hidden.saltHex(), hidden.cid(), Long.toString(hidden.lengthBytes()));
        LedgerConnections last = connections.get(connections.size() - 1);
        TaskRecord task = new FederationContract(Enrolment.admin(last))
                .task(hidden.task())
                .orElseThrow();
        RevealedTest opened = RevealedTest.fetch(task, last.profile().openContentStore())
                .orElseThrow(() -> new DemoException(
                        DemoException.INCOMPLETE, "The ledger must show the test rows. Provided value: none"));
        screen.line("Tested on " + opened.rows().rows() + " rows that the task had committed to and opened at its end: "
                + opened.cid());
        screen.line("        bin/fedfabric model evaluate " + hidden.task() + " --revealed   (the same figures, as any"
                + " member)");
    }
}
