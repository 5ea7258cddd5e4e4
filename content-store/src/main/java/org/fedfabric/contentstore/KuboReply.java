package org.fedfabric.contentstore;

/**
 * What a Kubo node answered. Kubo has one status for every failure, 500, so that its sentences decide what happened;
 * those compared here were read from Kubo 0.42.0.
 *
 * @param command the command, without its arguments
 * @param status HTTP status
 * @param body the answer, of use when {@link #error} is null
 * @param error the sentence of a failure, or null when the command succeeded
 */
record KuboReply(String command, int status, CappedBody body, String error) {
    boolean succeeded() {
        return error == null;
    }

    /** No node handed out the block before the time given with the call ended. */
    boolean timedOut() {
        return status == 500 && error.endsWith("context deadline exceeded");
    }

    /** The node does not hold the block and was told, or is set up, to ask nobody else. */
    boolean notFoundLocally() {
        return status == 500 && error != null && error.contains("not found locally (offline)");
    }

    /** The node does not answer this call to a caller with this token, or with none. */
    boolean denied() {
        return status == 403;
    }

    /** Status and sentence, for a message. */
    String describeError() {
        return "status " + status + ", \"" + error + "\".";
    }

    /** There was no pin to remove. */
    boolean notPinned() {
        return status == 500 && error.startsWith("not pinned");
    }
}
