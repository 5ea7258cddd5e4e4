package org.fedfabric.trainer.ledger;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;

/** Keeps a checkpoint file at the latest position, skipping those that a newer one overtook while the disk was busy. */
final class CheckpointWriter implements AutoCloseable {
    private static final Logger LOG = System.getLogger(CheckpointWriter.class.getPackageName());

    private final Path file;
    private final Thread thread;
    private EventCheckpoint pending;
    private boolean closing;

    CheckpointWriter(Path file) {
        this.file = file;
        this.thread = new Thread(this::write, "event-checkpoint");
        thread.setDaemon(true);
        thread.start();
    }

    synchronized void latest(EventCheckpoint position) {
        pending = position;
        notifyAll();
    }

    private synchronized EventCheckpoint take() throws InterruptedException {
        while (pending == null && !closing) {
            wait();
        }
        EventCheckpoint taken = pending;
        pending = null;
        return taken;
    }

    private void write() {
        try {
            for (EventCheckpoint next = take(); next != null; next = take()) {
                try {
                    next.write(file);
                } catch (IOException e) {
                    // Events are repeated after a restart then; nothing is lost.
                    LOG.log(Level.WARNING, "the event checkpoint {0} could not be written: {1}", file, e.toString());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Writes what is pending and ends. */
    @Override
    public void close() {
        synchronized (this) {
            closing = true;
            notifyAll();
        }
        try {
            thread.join(2_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
