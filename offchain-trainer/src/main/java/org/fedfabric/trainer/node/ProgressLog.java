package org.fedfabric.trainer.node;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.fedfabric.trainer.ledger.LedgerCounters;

/**
 * What a node does, as one JSON object a line: {@code {"t":…,"participant":…,"task":…,"version":…,"step":…,"seconds":…,
 * "txId":…}}, with t in milliseconds since 1970 and members that say nothing left out. Holds nothing that depends on the
 * data.
 */
public final class ProgressLog implements AutoCloseable {
    private static final Logger LOG = System.getLogger(ProgressLog.class.getPackageName());

    private final OutputStream out;
    private boolean leftOut;
    private volatile NodeObserver observer = NodeObserver.NONE;

    private ProgressLog(OutputStream out) {
        this.out = out;
    }

    /** Appends to a file. */
    public static ProgressLog to(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        // Unbuffered: a line that was written stays, whatever kills the process next.
        return new ProgressLog(Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    }

    /** Writes to a stream, such as standard output. */
    public static ProgressLog to(OutputStream out) {
        return new ProgressLog(out);
    }

    /** Writes nothing. */
    public static ProgressLog none() {
        return new ProgressLog(OutputStream.nullOutputStream());
    }

    /** Tells somebody of all steps that take time, too. */
    void tell(NodeObserver listener) {
        observer = listener;
    }

    /** A step that took no time to speak of. */
    void step(String participant, String task, long version, String step) {
        write(line(participant, task, version, step));
    }

    /** A step and how long it took. */
    void step(String participant, String task, long version, String step, long nanos, String transactionId) {
        observer.took(task, step, nanos);
        JsonObject line = line(participant, task, version, step);
        line.addProperty("seconds", Math.round(nanos / 1e6) / 1e3);
        if (transactionId != null) {
            line.addProperty("txId", transactionId);
        }
        write(line);
    }

    /** The node ends: what became of its submissions. */
    void ended(LedgerCounters.Snapshot counts) {
        JsonObject line = new JsonObject();
        line.addProperty("t", System.currentTimeMillis());
        line.addProperty("step", "ended");
        line.addProperty("committed", counts.committed());
        line.addProperty("refused", counts.refused());
        line.addProperty("failed", counts.failed());
        line.addProperty("retried", counts.retried());
        write(line);
    }

    private static JsonObject line(String participant, String task, long version, String step) {
        JsonObject line = new JsonObject();
        line.addProperty("t", System.currentTimeMillis());
        line.addProperty("participant", participant);
        line.addProperty("task", task);
        line.addProperty("version", version);
        line.addProperty("step", step);
        return line;
    }

    /** Work does not depend on who watches it: a line that cannot be written is left out. */
    private synchronized void write(JsonObject line) {
        try {
            // What a full disk cut off stays a line of its own.
            out.write(((leftOut ? "\n" : "") + line + "\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
            leftOut = false;
        } catch (IOException e) {
            if (!leftOut) {
                LOG.log(Level.WARNING, "progress cannot be written and is left out: {0}", e.getMessage());
            }
            leftOut = true;
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
