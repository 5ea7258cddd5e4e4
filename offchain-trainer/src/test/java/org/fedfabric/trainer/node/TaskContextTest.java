package org.fedfabric.trainer.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class TaskContextTest {
    @Test
    void shuffles_by_task_seed_version_and_participant() throws Exception {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        sha256.update(HexFormat.of().parseHex(NodeFixture.SPEC.seed()));
        sha256.update(new byte[] {0, 0, 0, 0, 0, 0, 0, 3});
        sha256.update("AMSP/p1".getBytes(StandardCharsets.UTF_8));
        long expected = ByteBuffer.wrap(sha256.digest()).getLong();
        assertThat(NodeFixture.TASK.shuffleSeed(3, "AMSP/p1")).isEqualTo(expected);
        assertThat(NodeFixture.TASK.shuffleSeed(4, "AMSP/p1")).isNotEqualTo(expected);
        assertThat(NodeFixture.TASK.shuffleSeed(3, "AMSP/p2")).isNotEqualTo(expected);
    }
}
