package org.fedfabric.trainer.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.trainer.durable.DurableFile;

/**
 * Scores in the owner's state folder, {@code scores/TASK/MSP.NAME/VERSION.json}. The first one measured of a version stands:
 * what was reported once is never measured anew.
 */
final class ScoreFiles {
    private final Path folder;

    ScoreFiles(Path state) {
        this.folder = state.resolve("scores");
    }

    /** The score that was measured before, by this process or an earlier one. */
    Optional<OwnScore> find(String task, String participantId, long version) throws IOException {
        try {
            byte[] bytes = Files.readAllBytes(fileOf(task, participantId, version));
            return Optional.of(CanonicalJson.read(bytes, OwnScore.class));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    void write(OwnScore score) throws IOException {
        DurableFile.write(fileOf(score.task(), score.participantId(), score.version()), CanonicalJson.bytes(score));
    }

    private Path fileOf(String task, String participantId, long version) {
        return folder.resolve(task).resolve(participantId.replace('/', '.')).resolve(version + ".json");
    }
}
