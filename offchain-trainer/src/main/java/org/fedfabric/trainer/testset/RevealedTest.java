package org.fedfabric.trainer.testset;

import java.time.Duration;
import java.util.Optional;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.contentstore.ContentStore;
import org.fedfabric.contentstore.ContentStoreException;
import org.fedfabric.protocol.data.FeatureEncoder;
import org.fedfabric.protocol.data.FeatureRows;
import org.fedfabric.protocol.data.RowsBlob;
import org.fedfabric.protocol.ledger.TaskRecord;

/**
 * A task's test rows, once they are open.
 *
 * @param cid their address, which the task had committed to before anybody trained
 * @param rows the rows, as the task's network takes them
 */
public record RevealedTest(String cid, FeatureRows rows) {
    private static final Duration FETCH_DEADLINE = Duration.ofSeconds(60);

    /**
     * Fetches them. That the address is the one committed to, every endorser of {@code task:RevealTest} has checked; that
     * the bytes are of that address, the store checks.
     *
     * @param store the own enterprise's
     * @return empty if the task has not opened a test set
     * @throws ContentStoreException if the bytes cannot be had
     * @throws IllegalArgumentException if they are not rows of the task's schema
     */
    public static Optional<RevealedTest> fetch(TaskRecord task, ContentStore store) throws ContentStoreException {
        if (task.testCid() == null || task.testLengthBytes() == null) {
            return Optional.empty();
        }
        byte[] bytes = store.get(Cid.parse(task.testCid()), task.testLengthBytes(), FETCH_DEADLINE);
        return Optional.of(new RevealedTest(
                task.testCid(),
                FeatureEncoder.encode(RowsBlob.decode(task.spec().data(), bytes))));
    }
}
