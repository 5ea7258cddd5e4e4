package org.fedfabric.trainer.sealing;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Predicate;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.protocol.canonical.Checks;
import org.fedfabric.protocol.canonical.Names;
import org.fedfabric.trainer.durable.DurableFile;

/**
 * The sealed updates of one trainer, each in {@code <state>/sealed/<task>/<base>_<mspId>_<name>_<cid>.update}: one folder a
 * task, so that a version leaves nothing behind. A file appears under that name in one step and complete, or not at all;
 * the address in its name shows any later damage. One process per participant writes here.
 */
public final class SealedUpdates {
    private static final String SUFFIX = ".update";

    /** No part of a file's name has it. */
    private static final char SEPARATOR = '_';

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
        Path target = folderOf(task).resolve(prefixOf(base, participantId) + cid + SUFFIX);
        try {
            DurableFile.write(target, update.bytes());
        } catch (IOException e) {
            throw new SealingException(
                    "The update must be on disk before it is submitted. Provided value: " + e + " at " + target
                            + ". Free space or correct the permissions of the state folder, and start the trainer again: nothing it"
                            + " committed to is lost.",
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
            Cid named = Cid.parse(name.substring(name.lastIndexOf(SEPARATOR) + 1, name.length() - SUFFIX.length()));
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

    /** Deletes an update for good: Submit was refused and it was never sent. */
    public void destroy(String task, long base, String participantId) {
        destroy(task, prefixOf(base, participantId) + "*" + SUFFIX, file -> true);
    }

    /** Deletes the updates of all participants to versions before this one: it is published, so nobody asks for them. */
    public void destroyBefore(String task, long base) {
        Checks.inRange(base, 0, Long.MAX_VALUE, "base");
        destroy(task, "*" + SUFFIX, file -> baseOf(file) < base);
    }

    private void destroy(String task, String glob, Predicate<Path> superseded) {
        Path place = folderOf(task);
        boolean deleted = false;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(place, glob)) {
            for (Path file : files) {
                deleted |= superseded.test(file) && Files.deleteIfExists(file);
            }
            if (deleted) {
                DurableFile.force(place);
            }
        } catch (NoSuchFileException e) {
            // Nothing was ever sealed for this task.
            return;
        } catch (IOException e) {
            throw new SealingException(
                    "A sealed update that is no longer needed must go. Provided value: " + e
                            + ". Correct the permissions of the state folder " + folder + ".",
                    e);
        }
    }

    private static long baseOf(Path file) {
        String name = file.getFileName().toString();
        try {
            return Long.parseLong(name.substring(0, Math.max(0, name.indexOf(SEPARATOR))));
        } catch (NumberFormatException e) {
            // Somebody else's file: left where it is.
            return Long.MAX_VALUE;
        }
    }

    private Optional<Path> locate(String task, long base, String participantId) throws IOException {
        Path place = folderOf(task);
        String glob = prefixOf(base, participantId) + "*" + SUFFIX;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(place, glob)) {
            Iterator<Path> found = files.iterator();
            return found.hasNext() ? Optional.of(found.next()) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private Path folderOf(String task) {
        return folder.resolve(Names.requireId(task, "task"));
    }

    private static String prefixOf(long base, String participantId) {
        Checks.inRange(base, 0, Long.MAX_VALUE, "base");
        Names.requireParticipantId(participantId, "participant id");
        return Long.toString(base) + SEPARATOR + participantId.replace('/', SEPARATOR) + SEPARATOR;
    }
}
