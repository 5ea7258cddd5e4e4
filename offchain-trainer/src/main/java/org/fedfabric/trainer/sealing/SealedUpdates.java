package org.fedfabric.trainer.sealing;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.canonical.Names;
import org.fedfabric.trainer.durable.DurableFile;

/**
 * The sealed updates of one trainer, each in {@code <state>/sealed/<task>/<base>/<mspId>/<name>.<cid>.update}. A file
 * appears under that name in one step and complete, or not at all; the address in its name shows any later damage. One
 * process per participant writes here.
 */
public final class SealedUpdates {
    private static final String SUFFIX = ".update";

    private final Path folder;

    /**
     * Opens the store.
     *
     * @param state the trainer's state folder; made when the first update is sealed
     */
    public SealedUpdates(Path state) {
        this.folder = state.resolve("sealed");
    }

    /**
     * Puts an update on disk to stay, unless one lies there for the same task, base version and participant: then that
     * one is returned and the new one forgotten, for the earlier bytes may have been committed to.
     *
     * @throws SealingException if the disk refuses, or the earlier file is damaged
     */
    public SealedUpdate seal(EncodedUpdate update) {
        String task = update.header().task();
        long base = update.header().base();
        String participantId = update.header().participantId();
        Optional<SealedUpdate> earlier = find(task, base, participantId);
        if (earlier.isPresent()) {
            return earlier.get();
        }
        Cid cid = Cid.of(update.bytes());
        Path target = folderOf(task, base, participantId).resolve(nameOf(participantId) + "." + cid + SUFFIX);
        try {
            DurableFile.write(target, update.bytes());
        } catch (IOException e) {
            throw new SealingException(
                    "The update must be on disk before it is submitted. Provided value: " + e + " at " + target
                            + ". Free space or correct the permissions of the state folder; the trainer tries again.",
                    e);
        }
        return new SealedUpdate(update.bytes(), cid);
    }

    /**
     * The update sealed for this task, base version and participant.
     *
     * @throws SealingException if its bytes are not those of the address in its name
     */
    public Optional<SealedUpdate> find(String task, long base, String participantId) {
        try {
            Optional<Path> file = locate(task, base, participantId);
            if (file.isEmpty()) {
                return Optional.empty();
            }
            String name = file.get().getFileName().toString();
            Cid named = Cid.parse(name.substring(name.indexOf('.') + 1, name.length() - SUFFIX.length()));
            byte[] bytes = Files.readAllBytes(file.get());
            if (bytes.length == 0
                    || bytes.length > Cid.MAX_CONTENT_BYTES
                    || !Cid.of(bytes).equals(named)) {
                throw new SealingException(
                        "A sealed update must have the address in its name. Provided value: " + bytes.length
                                + " other bytes in " + file.get()
                                + ". The disk damaged it: if it was not submitted yet,"
                                + " delete it and it is made anew; if it was, this participant misses the version.",
                        null);
            }
            return Optional.of(new SealedUpdate(bytes, named));
        } catch (IOException | IllegalArgumentException e) {
            throw new SealingException(
                    "The sealed updates must be readable. Provided value: " + e + ". Correct the state folder " + folder
                            + ".",
                    e);
        }
    }

    /** Deletes an update for good: after its version is published, or when Submit was refused and it was never sent. */
    public void destroy(String task, long base, String participantId) {
        try {
            Optional<Path> file = locate(task, base, participantId);
            if (file.isPresent()) {
                Files.deleteIfExists(file.get());
                DurableFile.force(file.get().getParent());
            }
        } catch (IOException e) {
            throw new SealingException(
                    "A sealed update that is no longer needed must go. Provided value: " + e
                            + ". Correct the permissions of the state folder " + folder + ".",
                    e);
        }
    }

    private Optional<Path> locate(String task, long base, String participantId) throws IOException {
        Path place = folderOf(task, base, participantId);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(place, nameOf(participantId) + ".*" + SUFFIX)) {
            Iterator<Path> found = files.iterator();
            return found.hasNext() ? Optional.of(found.next()) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private Path folderOf(String task, long base, String participantId) {
        Names.requireId(task, "task");
        Checks.inRange(base, 0, Long.MAX_VALUE, "base");
        Names.requireParticipantId(participantId, "participant id");
        return folder.resolve(task).resolve(Long.toString(base)).resolve(Names.mspOf(participantId));
    }

    private static String nameOf(String participantId) {
        return participantId.substring(participantId.indexOf('/') + 1);
    }
}
