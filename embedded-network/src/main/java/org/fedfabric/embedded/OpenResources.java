package org.fedfabric.embedded;

import java.util.ArrayDeque;
import java.util.Deque;

/** What a network has opened, to be closed in the reverse order, by a stop or by a start that fails half-way. */
final class OpenResources implements AutoCloseable {
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private boolean closed;

    /** Takes charge of a resource; if the network is closed already, closes it at once. */
    synchronized <T extends AutoCloseable> T add(T resource) {
        if (closed) {
            quietly(resource);
            throw new IllegalStateException("the network has been closed");
        }
        open.push(resource);
        return resource;
    }

    @Override
    public synchronized void close() {
        closed = true;
        while (!open.isEmpty()) {
            quietly(open.pop());
        }
    }

    /** One resource that cannot be closed must not keep the others open. */
    private static void quietly(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            System.err.println("While stopping: " + e);
        }
    }
}
