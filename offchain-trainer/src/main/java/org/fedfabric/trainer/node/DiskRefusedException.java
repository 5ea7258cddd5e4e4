package org.fedfabric.trainer.node;

/**
 * The state folder cannot be written, usually because its disk is full: whatever the node did, it could not keep. It goes
 * on where it was when it is started again with room.
 */
public final class DiskRefusedException extends NodeException {
    private static final long serialVersionUID = 1L;

    DiskRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
