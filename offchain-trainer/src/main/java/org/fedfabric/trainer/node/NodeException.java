package org.fedfabric.trainer.node;

/** A node cannot take part in a task, and waiting would not help. The message is one sentence with what to do. */
public class NodeException extends Exception {
    private static final long serialVersionUID = 1L;

    NodeException(String message, Throwable cause) {
        super(message, cause);
    }
}
