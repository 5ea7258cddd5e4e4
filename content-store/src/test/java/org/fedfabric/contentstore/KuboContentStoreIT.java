package org.fedfabric.contentstore;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The contract against a real IPFS node, where IPFS_BIN names the binary or FABRIC_BIN the folder that holds it. */
@EnabledIf("binaryIsGiven")
class KuboContentStoreIT extends ContentStoreContract {
    @TempDir
    private static Path directory;

    private static RealKubo kubo;

    static boolean binaryIsGiven() {
        return RealKubo.binary().isPresent();
    }

    @BeforeAll
    static void startNode() throws IOException, InterruptedException {
        kubo = RealKubo.start(directory);
    }

    @AfterAll
    static void stopNode() throws InterruptedException {
        kubo.stop();
    }

    @Override
    protected ContentStore store() {
        return ContentStore.atKubo(kubo.endpoint());
    }
}
