package org.fedfabric.trainer.ledger;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Keeps a checkpoint file near the latest position: written when it is new, then at most once a second, and at the end.
 * After a crash a second's events come again, which nobody minds; forcing a file to disk for each event would be a third of
 * all that a short version forces.
 */
final class CheckpointWriter implements AutoCloseable {
    private static final Logger LOG = System.getLogger(CheckpointWriter.class.getPackageName());
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Path file;
    private final Thread thread;
    private EventCheckpoint pending;
    private boolean closing;
    private long earliestNanos = System.nanoTime();

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
        while (!closing) {
            long pauseMillis = TimeUnit.NANOSECONDS.toMillis(earliestNanos - System.nanoTime());
            if (pending != null && pauseMillis <= 0) {
                break;
            }
            wait(pending == null ? 0 : pauseMillis);
        }
        earliestNanos = System.nanoTime() + PAUSE_NANOS;
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
