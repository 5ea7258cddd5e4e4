package org.fedfabric.experiments.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.contentstore.ContentStore;
import org.fedfabric.contentstore.ContentStoreException;
import org.fedfabric.contentstore.Pinning;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.model.ModelBlob;
import org.fedfabric.protocol.model.SeededParameters;
import org.fedfabric.protocol.task.TaskSpec;
import org.fedfabric.trainer.durable.DurableFile;

/**
 * The models a run needs to go on after a kill: on disk before the ledger names them. Everything else in the content store
 * can be computed again.
 */
final class ModelFiles {
    private static final String SUFFIX = ".model";

    private final Path folder;

    ModelFiles(Path folder) {
        this.folder = folder;
    }

    /** Keeps a model, whole or not at all. */
    void write(String cid, byte[] bytes) throws RunException {
        Path file = file(cid);
        try {
            if (!Files.isRegularFile(file)) {
                DurableFile.write(file, bytes);
            }
        } catch (IOException e) {
            throw new RunException("The run's folder must be writable. Provided value: " + e, e);
        }
    }

    /**
     * A model that was kept.
     *
     * @throws RunException if it is not there or damaged
     */
    byte[] read(String cid) throws RunException {
        Path file = file(cid);
        try {
            byte[] bytes = Files.readAllBytes(file);
            if (Cid.of(bytes).text().equals(cid)) {
                return bytes;
            }
        } catch (IOException e) {
            throw new RunException(
                    "The head's model must lie in the run's folder. Provided value: " + e
                            + ". Remove the folder to begin the run again.",
                    e);
        }
        throw new RunException("The head's model must hash to its address. Provided value: " + file
                + ", which is damaged. Remove the run's folder to begin again.");
    }

    /**
     * The parameters of a task's head, in the content store again: the initial ones are drawn anew, others were kept.
     *
     * @param seed of the initial ones
     */
    float[] parameters(VersionRecord head, TaskSpec spec, long seed, ContentStore store)
            throws RunException, ContentStoreException {
        if (head.modelCid().equals(spec.initialModel().cid())) {
            return SeededParameters.draw(spec.model(), seed);
        }
        byte[] bytes = read(head.modelCid());
        store.put(bytes, Pinning.PINNED, Federation.STORE);
        return ModelBlob.decode(spec.model(), bytes);
    }

    /** Removes all models but these. */
    void keepOnly(Set<String> cids) throws RunException {
        try (Stream<Path> entries = Files.list(folder)) {
            List<Path> old = entries.filter(file -> {
                        String name = file.getFileName().toString();
                        return !name.endsWith(SUFFIX)
                                || !cids.contains(name.substring(0, name.length() - SUFFIX.length()));
                    })
                    .toList();
            for (Path file : old) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new RunException("The run's folder must be writable. Provided value: " + e, e);
        }
    }

    private Path file(String cid) {
        return folder.resolve(cid + SUFFIX);
    }
}
