package org.fedfabric.embedded.blockstore;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.fedfabric.contentstore.ContentStore;
import org.fedfabric.contentstore.ContentStoreContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** What the content store promises, promised through the Kubo client and this server. */
class BlockStoreContractTest extends ContentStoreContract {
    @TempDir
    private Path directory;

    private BlockStoreServer server;

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Override
    protected ContentStore store() throws IOException {
        server = BlockStoreServer.start(directory, 0, List::of);
        return ContentStore.atKubo(server.uri());
    }
}
