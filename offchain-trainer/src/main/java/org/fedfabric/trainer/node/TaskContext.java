package org.fedfabric.trainer.node;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.fedfabric.protocol.canonical.Digests;
import org.fedfabric.protocol.ledger.Submission;
import org.fedfabric.protocol.ledger.TaskRecord;
import org.fedfabric.protocol.task.TaskSpec;
import org.fedfabric.protocol.update.UpdateHeader;

/**
 * A task's terms, as everything that is computed for it needs them.
 *
 * @param channel the channel
 * @param spec the terms
 * @param specDigest their digest
 */
public record TaskContext(String channel, TaskSpec spec, String specDigest) {
    static TaskContext of(String channel, TaskRecord record) {
        return new TaskContext(channel, record.spec(), record.specDigest());
    }

    /** The task's name. */
    public String name() {
        return spec.name();
    }

    /** What the bytes of an update must say of themselves. */
    public UpdateHeader header(long base, String baseCid, String participantId) {
        return new UpdateHeader(
                1,
                channel,
                spec.name(),
                base,
                baseCid,
                participantId,
                specDigest,
                Submission.DENSE_INT32,
                spec.model().parameterCount());
    }

    /**
     * The seed of a training's order of rows: the first eight bytes, big-endian, of SHA-256(task seed as 32 bytes ‖
     * version as a 64-bit big-endian integer ‖ participant id in UTF-8). No secret: without noise it only makes runs
     * repeatable.
     */
    public long shuffleSeed(long version, String participantId) {
        return ByteBuffer.wrap(derive("", version, participantId)).getLong();
    }

    /**
     * The seed of an update's noise in a simulation task: SHA-256("noise" ‖ task seed as 32 bytes ‖ version ‖ participant
     * id). Every member knows it and can subtract the noise.
     */
    public byte[] simulatedNoiseSeed(long version, String participantId) {
        return derive("noise", version, participantId);
    }

    private byte[] derive(String use, long version, String participantId) {
        return Digests.sha256(
                use.getBytes(StandardCharsets.US_ASCII),
                Digests.bytes(spec.seed()),
                ByteBuffer.allocate(Long.BYTES).putLong(version).array(),
                participantId.getBytes(StandardCharsets.UTF_8));
    }
}
