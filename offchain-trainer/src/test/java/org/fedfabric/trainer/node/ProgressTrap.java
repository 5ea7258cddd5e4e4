package org.fedfabric.trainer.node;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Where a node writes its progress: does something in the very moment it tells of a step, while it waits. */
final class ProgressTrap extends OutputStream {
    /** Hears each line; an error ends nothing but is kept. */
    interface Listener {
        void heard(String line) throws Exception;
    }

    private final Listener listener;
    private final List<Throwable> errors = new CopyOnWriteArrayList<>();

    ProgressTrap(Listener listener) {
        this.listener = listener;
    }

    /** What a line of the step contains. */
    static String step(String step, long version) {
        return "\"version\":" + version + ",\"step\":\"" + step + "\"";
    }

    /** What the listener threw. */
    List<Throwable> errors() {
        return errors;
    }

    @Override
    public void write(int b) {
        throw new UnsupportedOperationException("lines are written whole");
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
        try {
            listener.heard(new String(bytes, from, length, StandardCharsets.UTF_8));
        } catch (Exception | AssertionError e) {
            errors.add(e);
        }
    }
}
