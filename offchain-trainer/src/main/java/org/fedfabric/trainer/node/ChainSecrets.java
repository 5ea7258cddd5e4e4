package org.fedfabric.trainer.node;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.fedfabric.protocol.canonical.Digests;
import org.fedfabric.protocol.canonical.Names;
import org.fedfabric.trainer.durable.DurableFile;

/**
 * The secrets behind participants' hash chains, one file per task and participant in {@code <state>/chains}, readable by
 * the owner alone. On disk to stay before the tip is registered: without its secret a member could never submit.
 */
final class ChainSecrets {
    private static final int SECRET_BYTES = 32;

    private final Path folder;
    private final OptionalLong simulationSeed;
    private final SecureRandom random = new SecureRandom();

    ChainSecrets(Path state, OptionalLong simulationSeed) {
        this.folder = state.resolve("chains");
        this.simulationSeed = simulationSeed;
    }

    /** The secret made earlier, if there is one. */
    Optional<byte[]> find(String task, String participantId) throws IOException {
        Path file = fileOf(task, participantId);
        try {
            byte[] secret = Files.readAllBytes(file);
            if (secret.length != SECRET_BYTES) {
                throw new IOException("A chain's secret must have " + SECRET_BYTES + " bytes. Provided value: "
                        + secret.length + " in " + file + ". Restore the state folder from a backup.");
            }
            return Optional.of(secret);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** The secret made earlier, or a new one that is on disk when this returns. */
    byte[] findOrMake(String task, String participantId) throws IOException {
        Optional<byte[]> earlier = find(task, participantId);
        if (earlier.isPresent()) {
            return earlier.get();
        }
        byte[] secret = new byte[SECRET_BYTES];
        if (simulationSeed.isPresent()) {
            secret = insecureFromSeed(participantId);
        } else {
            random.nextBytes(secret);
        }
        DurableFile.write(fileOf(task, participantId), secret, ownerOnly());
        return secret;
    }

    /** Without the task's name, which differs from run to run of the same simulation. */
    private byte[] insecureFromSeed(String participantId) {
        return Digests.sha256(
                "fedfabric simulated chain".getBytes(StandardCharsets.US_ASCII),
                ByteBuffer.allocate(Long.BYTES)
                        .putLong(simulationSeed.getAsLong())
                        .array(),
                participantId.getBytes(StandardCharsets.UTF_8));
    }

    private Path fileOf(String task, String participantId) {
        Names.requireId(task, "task");
        Names.requireParticipantId(participantId, "participant id");
        return folder.resolve(task).resolve(participantId.replace('/', '.') + ".secret");
    }

    private static FileAttribute<?> ownerOnly() {
        return PosixFilePermissions.asFileAttribute(Set.copyOf(PosixFilePermissions.fromString("rw-------")));
    }
}
