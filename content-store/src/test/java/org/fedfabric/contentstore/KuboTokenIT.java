package org.fedfabric.contentstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The contract against a real IPFS node that answers to its token only, and what it says to others. */
@EnabledIf("binaryIsGiven")
class KuboTokenIT extends ContentStoreContract {
    private static final String SECRET = "c2VjcmV0-of_the.node~";
    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    private static Path directory;

    private static RealKubo kubo;

    static boolean binaryIsGiven() {
        return RealKubo.binary().isPresent();
    }

    @BeforeAll
    static void startNode() throws IOException, InterruptedException {
        kubo = RealKubo.start(directory, SECRET);
    }

    @AfterAll
    static void stopNode() throws InterruptedException {
        kubo.stop();
    }

    private static ApiToken token(String secret) throws IOException {
        Path file = Files.createTempFile(
                directory,
                "token",
                "",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return ApiToken.read(Files.writeString(file, secret));
    }

    @Override
    protected ContentStore store() throws IOException {
        return ContentStore.atKubo(kubo.endpoint(), token(SECRET));
    }

    @Test
    void is_refused_without_the_token_and_with_another() throws Exception {
        byte[] content = TestContent.ofLength(100);
        Cid cid = store().put(content, Pinning.PINNED, SOON);
        ContentStore silent = ContentStore.atKubo(kubo.endpoint());
        ContentStore wrong = ContentStore.atKubo(kubo.endpoint(), token(SECRET + "x"));
        for (ContentStore store : new ContentStore[] {silent, wrong}) {
            assertThatExceptionOfType(StoreFailureException.class)
                    .isThrownBy(() -> store.get(cid, content.length, SOON))
                    .withMessageContainingAll("status 403", "contentStoreToken", "KUBO_API_TOKEN_FILE");
            assertThatExceptionOfType(StoreFailureException.class)
                    .isThrownBy(() -> store.put(content, Pinning.PINNED, SOON))
                    .withMessageContainingAll("failed at add", "contentStoreToken");
            assertThatExceptionOfType(StoreFailureException.class)
                    .isThrownBy(() -> store.status(SOON))
                    .withMessageContaining("contentStoreToken");
        }
        assertThat(store().getLocal(cid, content.length, SOON)).hasValue(content);
    }
}
